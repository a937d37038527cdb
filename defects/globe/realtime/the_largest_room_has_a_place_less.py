"""A place for fifty is made one for forty-nine."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-03",),
    kind=Kind.BOUNDARY,
    story="Whoever makes the largest place that there can be has one with room for one less.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was sent",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def make_it_smaller(pois: Any) -> None:
    create = pois.create

    async def create_smaller(*given: Any, max_participants: int, **more: Any) -> Any:
        return await create(*given, max_participants=min(max_participants, 49), **more)

    pois.create = create_smaller
