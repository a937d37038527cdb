"""Whoever closes one of two devices is taken off with both."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.MISSING_CHECK,
    story="Whoever has the map open on two devices and closes one of them has left it a moment later.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.attachments")
def detach_all(attachments: Any) -> None:
    async def detach(globe: Any, seat: Any) -> None:
        gone = attachments.TAKE_OFF.format(which="session_id = $1", when="now()")
        await globe.database.execute(gone, seat.session_id)

    attachments.detach = detach
