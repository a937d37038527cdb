"""Where one comes to on the globe when one goes so far in a direction."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin

EARTH_RADIUS = 6_371_008.8
"""The mean radius of the earth, in metres, by which Globe measures."""
BEARINGS = {
    **{"north-east": 45.0, "south-east": 135.0, "south-west": 225.0, "north-west": 315.0},
    **{"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0},
}
"""Degrees from the north, clockwise; longer words first, as they are looked for in sentences."""


def beyond(place: dict[str, float], metres: float, direction: str) -> dict[str, float]:
    """The place so many metres from another, along the great circle that begins in that direction.

    Across the date line it is on the other side of it, and across a pole on the other side of the world.
    """
    far, bearing = metres / EARTH_RADIUS, radians(BEARINGS[direction])
    lat, lng = radians(place["lat"]), radians(place["lng"])
    there = asin(sin(lat) * cos(far) + cos(lat) * sin(far) * cos(bearing))
    turned = atan2(sin(bearing) * sin(far) * cos(lat), cos(far) - sin(lat) * sin(there))
    around = (degrees(lng + turned) + 540) % 360 - 180
    return {"lat": degrees(there), "lng": around}
