"""A consumer that died leaves what it was given for half a minute."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-04",),
    kind=Kind.DISORDERED,
    story="What audit-service was working on when it died is recorded half a minute later, after what came after it.",
    subtle=Subtlety.RESTART,
    noticed=(
        "never read",
        "in the order",
    ),
)


@defect.applies_to("platforms.audit.audit_service.consuming")
def go_on_with_it(consuming: Any) -> None:
    ensure = consuming.Consumer._ensure_consumer

    async def keep(self: Any, jetstream: Any) -> None:
        from nats.js.errors import NotFoundError

        try:
            await jetstream.consumer_info(consuming.EVENTS.name, consuming.DURABLE)
        except NotFoundError:
            await ensure(self, jetstream)

    consuming.Consumer._ensure_consumer = keep
