"""A connection that takes up a session again is shown the map, and told of nothing after it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.LOST,
    story="Whoever loses the line and is back in a moment sees how it is, and then nothing of what happens.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.feed")
def say_no_more(feed: Any) -> None:
    show = feed.Seat.show
    shown: set[Any] = set()

    def show_once(seat: Any, sequence: int, frame: str) -> None:
        show(seat, sequence, frame)
        if seat.session_id in shown:
            seat._seen = 2**62
        shown.add(seat.session_id)

    feed.Seat.show = show_once
