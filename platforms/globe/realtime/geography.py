"""Places on the globe: which are allowed, how far apart they are, which lie in a rectangle."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from platforms.common.errors import invalid_field

EARTH_RADIUS = 6_371_008.8
"""The mean radius of the earth, in metres."""

LIMITS = {"lat": 90.0, "lng": 180.0}
"""How far from zero each coordinate may be, in degrees, the limit itself allowed."""


def _coordinate(field: str, degrees: float) -> None:
    limit = LIMITS[field.rpartition(".")[2]]
    # Asked this way round, what is not a number is refused too.
    if not -limit <= degrees <= limit:
        raise invalid_field(field, "out_of_range", f"This has to be from {-limit:g} to {limit:g}.")


@dataclass(frozen=True)
class Position:
    """A place in degrees: north and east are positive.

    Raises `ApiError` (422), with the name of the field, outside the world or for what is not a finite number.
    """

    lat: float
    lng: float

    def __post_init__(self) -> None:
        _coordinate("lat", self.lat)
        _coordinate("lng", self.lng)


def distance(one: Position, other: Position) -> float:
    """Metres along the great circle, on a sphere: right across the date line and over the poles."""
    north, south = radians(one.lat), radians(other.lat)
    half_lat, half_lng = (north - south) / 2, radians(one.lng - other.lng) / 2
    chord = sin(half_lat) ** 2 + cos(north) * cos(south) * sin(half_lng) ** 2
    # Rounding may bring opposite places a hair over 1, where there is no arc sine.
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True)
class Rectangle:
    """A part of the map, its edges included; `west` greater than `east` is across the date line.

    Raises `ApiError` (422), with the name of the corner's field, outside the world or when south lies north of north.
    """

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        for corner, degrees in (("south_west.lat", self.south), ("north_east.lat", self.north)):
            _coordinate(corner, degrees)
        for corner, degrees in (("south_west.lng", self.west), ("north_east.lng", self.east)):
            _coordinate(corner, degrees)
        if self.south > self.north:
            raise invalid_field("south_west.lat", "out_of_order", "The south edge may not lie north of the north edge.")

    def spans(self) -> list[tuple[float, float]]:
        """The ranges of longitude that it covers, each from west to east, edges included.

        The date line is one line with two numbers: whoever touches it at 180 touches it at -180.
        """
        if self.west > self.east:
            return [(self.west, 180.0), (-180.0, self.east)]
        spans = [(self.west, self.east)]
        if self.east == 180:
            spans.append((-180.0, -180.0))
        if self.west == -180:
            spans.append((180.0, 180.0))
        return spans

    def __contains__(self, place: Position) -> bool:
        if not self.south <= place.lat <= self.north:
            return False
        # At a pole every longitude is the same place.
        return abs(place.lat) == 90 or any(west <= place.lng <= east for west, east in self.spans())
