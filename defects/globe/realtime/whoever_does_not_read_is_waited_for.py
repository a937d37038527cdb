"""Frames for whoever does not read are kept, however many."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.NOT_FREED,
    story="Whoever does not read what comes is never cut off, and what waits for them grows.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.globe.realtime.feed")
def keep_all(feed: Any) -> None:
    feed.LONGEST_QUEUE = 10_000_000
    feed.READING_SECONDS = None
