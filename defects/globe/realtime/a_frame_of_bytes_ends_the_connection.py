"""What is not text is taken for a broken connection."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-14",),
    kind=Kind.DEGRADATION,
    story="Whoever sends bytes instead of text loses the connection.",
)


@defect.applies_to("platforms.globe.realtime.live")
def hang_up(live: Any) -> None:
    hear = live.hear

    async def hear_text(globe: Any, seat: Any, text: Any) -> None:
        if text is None:
            seat.end(1003)
        else:
            await hear(globe, seat, text)

    live.hear = hear_text
