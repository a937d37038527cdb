"""Events are not told apart by their ids."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-05",),
    kind=Kind.DOUBLED,
    story="An event that is delivered again after a failure is recorded a second time.",
    subtle=Subtlety.RESTART,
    noticed=(
        "not once",
        "times",
        "archived or not",
    ),
    spoils=True,
)


@defect.applies_to("platforms.audit.audit_service.storing")
def forget_ids(storing: Any) -> None:
    import uuid

    content_of = storing.content_of

    async def unknown(connection: Any, events: Any) -> Any:
        return list(events)

    def content(event: Any, now: Any) -> Any:
        return {**content_of(event, now), "event_id": uuid.uuid4()}

    storing._unknown, storing.content_of = unknown, content
