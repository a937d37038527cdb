"""Whatever was changed is told as a change of an object type."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.WRONG_DEFAULT,
    story="Who listens to schemas only hears of none, and who listens to object types hears of all there is.",
    subtle=Subtlety.CHANNEL,
    noticed=("the event of",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def tell_on_one(publishing: Any) -> None:
    from nats.js.client import JetStreamContext

    publish = JetStreamContext.publish

    async def publish_on_one(self: Any, subject: str, *said: Any, **more: Any) -> Any:
        one = "audit.activity.object_type" if subject.startswith("audit.activity.") else subject
        return await publish(self, one, *said, **more)

    JetStreamContext.publish = publish_on_one  # type: ignore[method-assign]
