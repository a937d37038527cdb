"""Lines that end are not noted."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-05",),
    kind=Kind.NOT_FREED,
    story="Whoever loses the line stays on the map for everybody.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.attachments")
def stay(attachments: Any) -> None:
    async def detach(globe: Any, seat: Any) -> None:
        pass

    attachments.detach = detach
