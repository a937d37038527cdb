"""The connection of whoever has left the map is not ended."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.NOT_FREED,
    story="Whoever leaves a map while they are connected goes on hearing what happens on it.",
)


@defect.applies_to("platforms.globe.realtime.feed")
def go_on(feed: Any) -> None:
    def finish_not(seat: Any, code: int) -> None:
        pass

    feed.Seat.finish = finish_not
