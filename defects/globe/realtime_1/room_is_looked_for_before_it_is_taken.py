"""Room is looked for outside of the transaction that takes it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-04",),
    kind=Kind.RACE,
    story="When many join a place at the same moment, more are let in than it has room for.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.globe.realtime.pois")
def look_first(pois: Any) -> None:
    check_room, join = pois.check_room, pois.join
    pois.check_room = lambda poi: None

    async def join_later(globe: Any, caller: Any, poi_id: Any, origin: Any = None) -> Any:
        async with globe.database.connection() as connection:
            found = await pois.read_poi(connection, poi_id)
        if found is not None:
            check_room(found)
        return await join(globe, caller, poi_id, origin)

    pois.join = join_later
