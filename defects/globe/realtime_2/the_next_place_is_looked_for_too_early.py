"""Whether the spot is free is asked before anything is held."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-03",),
    kind=Kind.RACE,
    story="When two make a place at the same spot at the same moment, there are two places.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.globe.realtime.pois")
def look_early(pois: Any) -> None:
    check_room, create = pois._check_room, pois.create

    async def nothing(*_: Any) -> None:
        pass

    async def create_later(globe: Any, caller: Any, map_id: Any, **new: Any) -> Any:
        async with globe.database.connection() as connection:
            work = pois.Changing(connection, map_id, 0, None)
            await check_room(work, new["position"])
        return await create(globe, caller, map_id, **new)

    pois._check_room, pois.create = nothing, create_later
