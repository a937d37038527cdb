"""180 degrees west are kept as 180 degrees east."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-08",),
    kind=Kind.UNIT,
    story="Whoever moves by a call to 180 degrees west is told to be at 180 degrees east.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def turn_around(sessions: Any) -> None:
    move = sessions.move

    async def move_east(globe: Any, caller: Any, session_id: Any, place: Any, origin: Any = None) -> Any:
        if origin is None and place.lng == -180:
            place = place.model_copy(update={"lng": 180.0})
        return await move(globe, caller, session_id, place, origin)

    sessions.move = move_east
