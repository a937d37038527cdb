"""Experiments that are stored together have one maker."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.LOST_UPDATE,
    story="When several people create experiments at once, some are stored as if another of them had made them.",
    subtle=Subtlety.CONCURRENT,
    noticed=("not as they were created",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def ask_the_first(creating: Any) -> None:
    insert_all = creating.insert_all

    async def insert_all_of_one(database: Any, rows: list[dict[str, Any]]) -> Any:
        return await insert_all(database, [{**row, "created_by": rows[0]["created_by"]} for row in rows])

    creating.insert_all = insert_all_of_one
