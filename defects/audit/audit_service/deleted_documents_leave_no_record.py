"""That a document was deleted is not recorded."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-01",),
    kind=Kind.LOST,
    story="Whoever deletes a schema leaves no trace, while what they make and change is recorded.",
    noticed=("the life of",),
)


@defect.applies_to("platforms.audit.audit_service.storing")
def forget_deletions(storing: Any) -> None:
    record = storing.record

    async def record_most(database: Any, key: str, events: Any, taken: int | None = None) -> int:
        kept = [event for event in events if event.data.action != "schema.delete"]
        return int(await record(database, key, kept, taken))

    storing.record = record_most
