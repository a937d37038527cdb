"""When one of those that are made together is there already, all of them are said to be."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.PARTIAL,
    story="Whoever creates an experiment in the moment in which another name is taken is told that theirs is.",
    subtle=Subtlety.CONCURRENT,
    noticed=("the answers to all of", "refused"),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def refuse_all(creating: Any) -> None:
    insert_all = creating.insert_all

    async def insert_whole(database: Any, rows: list[dict[str, Any]]) -> Any:
        made = await insert_all(database, rows)
        return made if len(made) == len(rows) else {}

    creating.insert_all = insert_whole
