"""Whoever joins a place leaves every other one, on whichever map."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.MISSING_CHECK,
    story="Whoever gathers on one map is taken from where they gather on another.",
    subtle=Subtlety.SELDOM,
    noticed=("Zoe on Oslo",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def leave_everywhere(pois: Any) -> None:
    join = pois.join

    async def join_alone(globe: Any, caller: Any, poi_id: Any, origin: Any = None) -> Any:
        poi = await join(globe, caller, poi_id, origin)
        await globe.database.execute(
            "UPDATE map_sessions SET poi_id = NULL WHERE person_id = $1 AND ended_at IS NULL AND map_id <> $2",
            caller.user_id,
            poi.map_id,
        )
        return poi

    pois.join = join_alone
