"""The limit of latitude is not part of the world."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-08",),
    kind=Kind.BOUNDARY,
    story="Nobody can move to a pole over the live connection.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def keep_away(sessions: Any) -> None:
    from platforms.common.errors import invalid_field

    move = sessions.move

    async def move_below(globe: Any, caller: Any, session_id: Any, place: Any, origin: Any = None) -> Any:
        if origin is not None and abs(place.lat) == 90:
            raise invalid_field("position.lat", "OUT_OF_RANGE", "Nobody can be at a pole.")
        return await move(globe, caller, session_id, place, origin)

    sessions.move = move_below
