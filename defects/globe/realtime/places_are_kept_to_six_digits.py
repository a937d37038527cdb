"""A place is kept to a tenth of a metre."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-08",),
    kind=Kind.UNIT,
    story="Whoever moves is told to be up to five centimetres from where they went.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def round_off(sessions: Any) -> None:
    move = sessions.move

    async def move_nearly(globe: Any, caller: Any, session_id: Any, place: Any, origin: Any = None) -> Any:
        nearly = {"lat": round(place.lat, 6), "lng": round(place.lng, 6)}
        return await move(globe, caller, session_id, place.model_copy(update=nearly), origin)

    sessions.move = move_nearly
