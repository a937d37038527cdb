"""What is known of ids is only kept in memory."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-05",),
    kind=Kind.DOUBLED,
    story="What was recorded before audit-service was restarted, and is delivered again, is recorded again.",
    subtle=Subtlety.RESTART,
    noticed=("times, not once", "the records of"),
)


@defect.applies_to("platforms.audit.audit_service.storing")
def remember_in_memory(storing: Any) -> None:
    import uuid

    known: set[Any] = set()
    content_of = storing.content_of

    async def unknown(connection: Any, events: Any) -> Any:
        fresh = [event for event in events if event.id not in known]
        known.update(event.id for event in fresh)
        return fresh

    def content(event: Any, now: Any) -> Any:
        return {**content_of(event, now), "event_id": uuid.uuid4()}

    storing._unknown, storing.content_of = unknown, content
