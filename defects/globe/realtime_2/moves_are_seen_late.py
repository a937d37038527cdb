"""What is seen of a move waits for more to show."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-02",),
    kind=Kind.SLOW,
    story="Those who use one of the instances see each move two thirds of a second late.",
    subtle=Subtlety.CHANNEL,
)

PAUSE_SECONDS = 0.66


@defect.applies_to("platforms.globe.realtime.feed")
def dawdle(feed: Any) -> None:
    tell = feed.Seat.tell

    def tell_later(self: Any, change: Any, frame: str) -> None:
        if change.type == "avatar_moved":
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, tell, self, change, frame)
        else:
            tell(self, change, frame)

    feed.Seat.tell = tell_later
