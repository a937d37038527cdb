"""Distances are those on a flat map."""

from math import cos, hypot, radians
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-08",),
    kind=Kind.BOUNDARY,
    story="Two places at one spot of the date line, told from its two sides, are half a world apart.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.pois")
def measure_flat(pois: Any) -> None:
    def distance(one: Any, other: Any) -> float:
        north = radians(one.lat - other.lat)
        east = radians(one.lng - other.lng) * cos(radians((one.lat + other.lat) / 2))
        return 6_371_008.8 * hypot(north, east)

    pois.distance = distance
