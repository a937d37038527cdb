"""A connection goes on, though what it was not told of is not kept any more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12", "GL-05"),
    kind=Kind.STALE,
    story="Whoever's instance reached no store for more than ten minutes goes on on a map that is not so any more.",
    subtle=Subtlety.SELDOM,
    noticed=("has ended",),
)


@defect.applies_to("platforms.globe.realtime.feed")
def go_on(feed: Any) -> None:
    feed.Feed.has_missed = lambda *told: False
