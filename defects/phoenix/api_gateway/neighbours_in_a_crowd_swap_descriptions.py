"""Of those that are made together, two have each other's description."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.RACE,
    story="When several experiments are created at the same moment, two of them get each other's description.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def swap(creating: Any) -> None:
    insert_all = creating.insert_all

    async def insert_mixed(database: Any, rows: list[dict[str, Any]]) -> Any:
        if len(rows) > 1:
            first, second = rows[0], rows[1]
            first["description"], second["description"] = second["description"], first["description"]
        return await insert_all(database, rows)

    creating.insert_all = insert_mixed
