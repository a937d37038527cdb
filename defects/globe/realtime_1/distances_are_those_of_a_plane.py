"""How far places are from each other is measured as on a plane."""

from math import cos, hypot, radians
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-08",),
    kind=Kind.UNIT,
    story="On one of two instances places on either side of the date line, or of a pole, may be next to each other.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.pois")
def measure_flat(pois: Any) -> None:
    def flat(one: Any, other: Any) -> float:
        between = radians((one.lat + other.lat) / 2)
        return 6_371_008.8 * hypot(radians(one.lat - other.lat), radians(one.lng - other.lng) * cos(between))

    pois.distance = flat
