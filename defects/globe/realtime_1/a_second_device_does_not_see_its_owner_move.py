"""It is the person who is not told, and not the device that asked."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-02",),
    kind=Kind.LOST,
    story="Whoever has a map open on two devices sees on the one nothing of how they move on the other.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.feed")
def spare_the_person(feed: Any) -> None:
    tell = feed.Seat.tell

    def tell_others(self: Any, change: Any, frame: str) -> None:
        is_own = change.type == "avatar_moved" and change.data["person_id"] == self.caller.user_id
        tell(self, change.model_copy(update={"origin": self.id}) if is_own else change, frame)

    feed.Seat.tell = tell_others
