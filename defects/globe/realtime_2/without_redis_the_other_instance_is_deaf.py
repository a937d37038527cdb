"""What cannot be told is not looked for either."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-10",),
    kind=Kind.LOST,
    story="While Redis is away, those on one instance do not see where people of the other one go.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.feed")
def look_no_more(feed: Any) -> None:
    async def nothing(self: Any) -> None:
        pass

    feed.Feeds.catch_up_all = nothing
