"""Two moves are now and then told the wrong way round."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-07", "GL-13"),
    kind=Kind.DISORDERED,
    story="Of somebody who moves fast, every tenth move is seen after the one that followed it.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.globe.realtime.feed")
def change_places(feed: Any) -> None:
    tell = feed.Feed._tell

    def swapped(self: Any, change: Any) -> None:
        later = getattr(self, "later", None)
        if change.type == "avatar_moved" and change.sequence % 10 == 0 and later is None:
            self.later, self.last = change, change.sequence
            return
        tell(self, change)
        if later is not None:
            self.later = None
            frame = feed.frames.event(later)
            for seat in list(self.seats):
                if seat.id != later.origin:
                    seat.send(frame)

    feed.Feed._tell = swapped
