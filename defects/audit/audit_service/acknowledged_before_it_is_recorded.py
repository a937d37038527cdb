"""Events are acknowledged when they come, not when they are in the store."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-04",),
    kind=Kind.LOST,
    story="What audit-service was about to record when its database went away is never recorded.",
    subtle=Subtlety.SELDOM,
    noticed=("never read",),
)


@defect.applies_to("platforms.audit.audit_service.consuming")
def acknowledge_first(consuming: Any) -> None:
    ack, take = consuming.Msg.ack, consuming.Consumer.take

    async def ack_once(message: Any) -> None:
        if not message._ackd:
            await ack(message)

    async def acknowledge_and_take(self: Any, messages: Any) -> None:
        for message in messages:
            await message.ack()
        await take(self, messages)

    consuming.Msg.ack, consuming.Consumer.take = ack_once, acknowledge_and_take
