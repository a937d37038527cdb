"""Types of words in the sentences of Globe alone."""

import re

from support.scenario.parameters import parameter
from support.systems.globe.geography import BEARINGS

_SPOT = r"\d+(?:\.\d+)?° [NS], \d+(?:\.\d+)?° [EW]"


@parameter("Degrees", r"-?\d+(?:\.\d+)?°", "globe")
def degrees(text: str) -> float:
    """Degrees of latitude or longitude: `48.5°`, `-180°`."""
    return float(text.rstrip("°"))


@parameter("Spot", _SPOT, "globe")
def spot(text: str) -> str:
    """A place as the page writes it: `10° N, 20° E`."""
    return text


@parameter("Coordinates", _SPOT, "globe")
def coordinates(text: str) -> dict[str, float]:
    """A place as people write it, as Globe takes it: `10° N, 20° W` is 10 and -20 degrees."""
    lat, north, lng, east = re.findall(r"[\d.]+|[NSEW]", text)
    return {"lat": float(lat) * (1 if north == "N" else -1), "lng": float(lng) * (1 if east == "E" else -1)}


@parameter("Metres", r"\d+(?:\.\d+)? metres", "globe")
def metres(text: str) -> float:
    """A distance: `99.9 metres`."""
    return float(text.removesuffix(" metres"))


@parameter("Direction", "|".join(BEARINGS), "globe")
def direction(text: str) -> str:
    """Where one goes: `north`, `east`, `south`, `west`."""
    return text


@parameter("Axis", "latitude|longitude", "globe")
def axis(text: str) -> str:
    """A coordinate, as Globe calls it: `lat`, `lng`."""
    return {"latitude": "lat", "longitude": "lng"}[text]


@parameter("Device", "desktop|phone", "globe")
def device(text: str) -> str:
    """What a browser runs on."""
    return text
