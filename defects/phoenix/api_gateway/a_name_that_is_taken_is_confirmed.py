"""Whoever is late with a name is told that their experiment was created."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.PARTIAL,
    story="Of people who create an experiment of the same name, all are told that theirs was created.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def confirm_all(creating: Any) -> None:
    insert_all = creating.insert_all

    async def insert_some(database: Any, rows: list[dict[str, Any]]) -> dict[UUID, datetime]:
        made: dict[UUID, datetime] = await insert_all(database, rows)
        return {UUID(row["id"]): datetime.now(UTC) for row in rows} | made

    creating.insert_all = insert_some
