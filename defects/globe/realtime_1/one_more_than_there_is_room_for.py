"""The limit is a bound that may be passed by one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-04",),
    kind=Kind.BOUNDARY,
    story="A place takes one person more than it has room for.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.pois")
def one_more(pois: Any) -> None:
    def check_room(poi: Any) -> None:
        if poi.participant_count > poi.max_participants:
            raise pois.capacity_exceeded(poi.max_participants)

    pois.check_room = check_room
