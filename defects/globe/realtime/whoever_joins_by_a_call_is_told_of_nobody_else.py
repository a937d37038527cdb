"""What is answered to a call that joins has the caller alone."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-04",),
    kind=Kind.PARTIAL,
    story="Whoever joins a place by a call is answered as if they were alone there, until they ask again.",
    subtle=Subtlety.CHANNEL,
    noticed=("who then finds this at",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def tell_of_the_caller(pois: Any) -> None:
    join = pois.join

    async def alone(globe: Any, caller: Any, poi_id: Any, origin: Any = None) -> Any:
        poi = await join(globe, caller, poi_id, origin)
        if origin is not None:
            return poi
        own = [one for one in poi.participants if str(one.person.id) == caller.user_id]
        return poi.model_copy(update={"participants": own})

    pois.join = alone
