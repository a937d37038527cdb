"""A change is lost on its way to some."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-07", "GL-13"),
    kind=Kind.LOST,
    story="When people move fast, those who watch miss one move in forty.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.globe.realtime.feed")
def lose(feed: Any) -> None:
    tell = feed.Feed._tell

    def lossy(self: Any, change: Any) -> None:
        if change.type == "avatar_moved" and change.sequence % 40 == 0:
            self.last = change.sequence
            return
        tell(self, change)

    feed.Feed._tell = lossy
