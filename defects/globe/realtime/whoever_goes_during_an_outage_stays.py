"""That a connection is gone is written down once, whether it can be or not."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.NOT_FREED,
    story="Whoever closes the page while their instance does not reach PostgreSQL is on the map for half an hour more.",
    subtle=Subtlety.SELDOM,
    noticed=("user_left of Milo",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def forget_who_could_not_be_taken_off(attachments: Any) -> None:
    detach = attachments.detach

    async def detach_once(globe: Any, seat: Any) -> None:
        await detach(globe, seat)
        globe.detaching.clear()

    attachments.detach = detach_once
