"""The limit of places is a bound that may not be reached."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-03",),
    kind=Kind.BOUNDARY,
    story="A map with room for 200 places takes 199.",
    subtle=Subtlety.BOUNDARY,
    noticed=("MAP_FULL",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def refuse_the_last(pois: Any) -> None:
    pois.MOST_ON_MAP = 199
