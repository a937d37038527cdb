"""Whether a place is near is asked of the one that was made last."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-03",),
    kind=Kind.MISSING_CHECK,
    story="A place may stand beside another one, once a third has been made since.",
    subtle=Subtlety.SELDOM,
    noticed=("got 201",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def look_at_the_latest(pois: Any) -> None:
    async def check_room(work: Any, place: Any) -> None:
        latest = await work.connection.fetch(
            "SELECT lat, lng FROM pois WHERE map_id = $1 ORDER BY created_at DESC LIMIT 1", work.map_id
        )
        if pois.too_near(place.position, [pois.Position(row["lat"], row["lng"]) for row in latest]):
            raise pois.ApiError(409, "DUPLICATE_LOCATION", "Another one is nearer than 100 m.")

    pois._check_room = check_room
