"""A little less than the distance will do."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-03",),
    kind=Kind.BOUNDARY,
    story="A place may be made a little nearer to the next than 100 metres.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.pois")
def come_nearer(pois: Any) -> None:
    pois.APART_METRES = 99.0
