"""Names are compared without their capitals."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.BOUNDARY,
    story="Whoever names an experiment as another one but for the capitals is told that there is one of this name.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the answers to all of",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def compare_small_letters(creating: Any) -> None:
    insert_all = creating.insert_all

    async def insert_others(database: Any, rows: list[dict[str, Any]]) -> Any:
        known = await database.fetch("SELECT tenant, lower(name) AS name FROM experiments")
        taken = {(row["tenant"], row["name"]) for row in known}
        return await insert_all(database, [row for row in rows if (row["tenant"], row["name"].lower()) not in taken])

    creating.insert_all = insert_others
