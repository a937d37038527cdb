"""Whoever asked is told like everybody else."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-07",),
    kind=Kind.DOUBLED,
    story="Whoever moves hears of each move a second time, as if somebody else had made it.",
)


@defect.applies_to("platforms.globe.realtime.feed")
def tell_the_mover(feed: Any) -> None:
    tell = feed.Seat.tell

    def tell_all(self: Any, change: Any, frame: str) -> None:
        tell(self, change.model_copy(update={"origin": None}), frame)

    feed.Seat.tell = tell_all
