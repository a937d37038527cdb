"""The edges of a rectangle are taken for outside of it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-03",),
    kind=Kind.BOUNDARY,
    story="Whoever asks for a part of the map does not find the places on its edges.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.geography")
def leave_edges_out(geography: Any) -> None:
    inside = geography.Rectangle.__contains__

    def strictly(self: Any, place: Any) -> bool:
        is_edge = place.lat in (self.south, self.north) or place.lng in (self.west, self.east)
        return bool(inside(self, place)) and not (is_edge and abs(place.lat) != 90)

    geography.Rectangle.__contains__ = strictly
