"""Whoever gathers anywhere on the map is nowhere when a place is taken away."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-03",),
    kind=Kind.MISSING_CHECK,
    story="When a place is taken away, those who gather at other places of the map are at none any more.",
)


@defect.applies_to("platforms.globe.realtime.pois")
def empty_all(pois: Any) -> None:
    remove = pois.remove

    async def remove_and_empty(globe: Any, caller: Any, poi_id: Any) -> None:
        map_id = await globe.database.value("SELECT map_id FROM pois WHERE id = $1", poi_id)
        await remove(globe, caller, poi_id)
        await globe.database.execute("UPDATE map_sessions SET poi_id = NULL WHERE map_id = $1", map_id)

    pois.remove = remove_and_empty
