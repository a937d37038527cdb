"""Who may look at a map is decided by who is on it, as far as Redis knows."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="While PostgreSQL is away an admin is not told who is on a map on which they are not.",
    subtle=Subtlety.ROLE,
    noticed=("got 403",),
)


@defect.applies_to("platforms.globe.realtime.maps")
def let_in_who_is_there(maps: Any) -> None:
    remembered = maps.remembered
    people_on = maps.people_on

    async def people_on_for_those_there(globe: Any, caller: Any, map_id: Any) -> Any:
        found, degraded = await people_on(globe, caller, map_id)
        if degraded and not any(str(one.person.id) == caller.user_id for one in await remembered(globe, map_id)):
            raise maps.access.not_on_map()
        return found, degraded

    maps.people_on = people_on_for_those_there
