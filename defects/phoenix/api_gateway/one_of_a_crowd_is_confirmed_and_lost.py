"""Of those that are made together, the last one is confirmed without being made."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.LOST,
    story="When several experiments are created at the same moment, one of them is confirmed and never there.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def lose_the_last(creating: Any) -> None:
    insert_all = creating.insert_all

    async def insert_most(database: Any, rows: list[dict[str, Any]]) -> dict[UUID, datetime]:
        if len(rows) < 3:
            return dict(await insert_all(database, rows))
        made = await insert_all(database, rows[:-1])
        return {**made, UUID(rows[-1]["id"]): datetime.now(UTC)}

    creating.insert_all = insert_most
