"""Changes are told to every map of the instance."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-02", "GL-06", "GL-13"),
    kind=Kind.LEAK,
    story="Those who are on another map hear where people go.",
)


@defect.applies_to("platforms.globe.realtime.feed")
def tell_all(feed: Any) -> None:
    offer = feed.Feeds.offer

    def offer_all(self: Any, change: Any) -> None:
        offer(self, change)
        if change.type == "avatar_moved":
            for seat in self.everybody():
                if seat.map_id != change.map_id:
                    seat.send(feed.frames.event(change))

    feed.Feeds.offer = offer_all
