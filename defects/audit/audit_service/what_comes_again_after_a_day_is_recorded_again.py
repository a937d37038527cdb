"""Whether something is recorded is looked for in the records of the last day."""

from typing import Any
from uuid import uuid4

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-05",),
    kind=Kind.DOUBLED,
    story="What is told again after a long outage is on record twice.",
    subtle=Subtlety.SELDOM,
    noticed=("the records of",),
)


@defect.applies_to("platforms.audit.audit_service.storing")
def look_at_a_day(storing: Any) -> None:
    unknown = storing._unknown

    class LastDay:
        def __init__(self, connection: Any) -> None:
            self._connection = connection

        async def fetch(self, sql: str, *values: Any) -> Any:
            recent = "FROM records WHERE recorded_at > now() - interval '1 day' AND"
            assert "FROM records WHERE" in sql
            return await self._connection.fetch(sql.replace("FROM records WHERE", recent), *values)

    async def unknown_today(connection: Any, events: Any) -> Any:
        fresh = await unknown(LastDay(connection), events)
        for event in fresh:  # or the store would not take it
            known = await connection.fetchval("SELECT EXISTS (SELECT FROM records WHERE event_id = $1)", event.id)
            event.id = uuid4() if known else event.id
        return fresh

    storing._unknown = unknown_today
