"""The connections of a map that is closed are not ended."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.NOT_FREED,
    story="Whoever is on a map that is closed stays connected to it, and nothing ever comes.",
    subtle=Subtlety.SELDOM,
    noticed=("how Lina goes",),
)


@defect.applies_to("platforms.globe.realtime.feed")
def stay_open(feed: Any) -> None:
    finish = feed.Seat.finish

    def finish_some(self: Any, code: int) -> None:
        if code != feed.MAP_CLOSED:
            finish(self, code)

    feed.Seat.finish = finish_some
