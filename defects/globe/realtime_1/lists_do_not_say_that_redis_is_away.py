"""A list that PostgreSQL has answered is taken for all there is to know."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-10",),
    kind=Kind.PARTIAL,
    story="While Redis is away, the list of who is on a map says that all is well.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.maps")
def say_nothing(maps: Any) -> None:
    people_on = maps.people_on

    async def as_if_all_were_well(globe: Any, caller: Any, map_id: Any) -> Any:
        found, _ = await people_on(globe, caller, map_id)
        return found, False

    maps.people_on = as_if_all_were_well
