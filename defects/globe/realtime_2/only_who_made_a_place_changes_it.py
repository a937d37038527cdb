"""Places belong to whoever made them."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-03",),
    kind=Kind.DEGRADATION,
    story="Whoever changes a place that somebody else has made is told that there is none.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.globe.realtime.pois")
def ask_who_made_it(pois: Any) -> None:
    change = pois.change

    async def change_own(globe: Any, caller: Any, poi_id: Any, **new: Any) -> Any:
        poi = await pois.get(globe, caller, poi_id)
        if str(poi.created_by) != caller.user_id:
            raise pois.poi_not_found()
        return await change(globe, caller, poi_id, **new)

    pois.change = change_own
