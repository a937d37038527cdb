"""What happens while somebody is shown the map is not told to them."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-07",),
    kind=Kind.RACE,
    story="Whoever comes while others move does not see the moves made while the map was put together for them.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.globe.realtime.feed")
def forget_early(feed: Any) -> None:
    tell = feed.Seat.tell

    def tell_later(seat: Any, change: Any, frame: str) -> None:
        if seat._seen is not None:
            tell(seat, change, frame)

    feed.Seat.tell = tell_later
