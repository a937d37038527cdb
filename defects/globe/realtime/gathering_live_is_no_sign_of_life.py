"""Whoever joins a place over the live connection is as silent afterwards as before."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-01", "GL-05"),
    kind=Kind.PARTIAL,
    story="Whoever joins a place over the live connection leaves the map as if they had been silent meanwhile.",
    subtle=Subtlety.CHANNEL,
    noticed=("after joining it over the live connection",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def stay_silent(pois: Any) -> None:
    join = pois.join

    async def silently(globe: Any, caller: Any, poi_id: Any, origin: Any = None) -> Any:
        before = await globe.database.fetch(
            "SELECT id, last_active_at FROM map_sessions WHERE person_id::text = $1 AND ended_at IS NULL",
            caller.user_id,
        )
        poi = await join(globe, caller, poi_id, origin)
        for row in before if origin is not None else ():
            await globe.database.execute("UPDATE map_sessions SET last_active_at = $2 WHERE id = $1", *row.values())
        return poi

    pois.join = silently
