"""Whatever came from the broker is kept in memory, to tell what comes again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-12",),
    kind=Kind.NOT_FREED,
    story="The more was recorded since audit-service was started, the more memory it has, until it is ended for it.",
    subtle=Subtlety.SELDOM,
    noticed=("more each second",),
)


@defect.applies_to("platforms.audit.audit_service.storing")
def remember(storing: Any) -> None:
    unknown, known = storing._unknown, {}

    async def remembered(connection: Any, events: Any) -> Any:
        fresh = await unknown(connection, [event for event in events if event.id not in known])
        known.update({event.id: (event, event.model_dump(), event.model_dump_json()) for event in fresh})
        return fresh

    storing._unknown = remembered
