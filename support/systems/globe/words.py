"""Types of words in the sentences of Globe alone."""

from support.scenario.parameters import parameter


@parameter("Degrees", r"-?\d+(?:\.\d+)?°", "globe")
def degrees(text: str) -> float:
    """Degrees of latitude or longitude: `48.5°`, `-180°`."""
    return float(text.rstrip("°"))


@parameter("Spot", r"\d+(?:\.\d+)?° [NS], \d+(?:\.\d+)?° [EW]", "globe")
def spot(text: str) -> str:
    """A place as the page writes it: `10° N, 20° E`."""
    return text
