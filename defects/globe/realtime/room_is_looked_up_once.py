"""For how many a place has room is remembered by whoever looks first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-04",),
    kind=Kind.STALE,
    story="More may join a place than there is room for, once its room has been made smaller.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "there is no room",
        "got 200",
    ),
)


@defect.applies_to("platforms.globe.realtime.pois")
def remember(pois: Any) -> None:
    known: dict[Any, int] = {}

    def check_room(poi: Any) -> None:
        if poi.participant_count >= known.setdefault(poi.id, poi.max_participants):
            raise pois.capacity_exceeded(poi.max_participants)

    pois.check_room = check_room
