"""Types of words in the sentences of Veza alone."""

from support.scenario.parameters import parameter


@parameter("Part", r"the \S+ \S+ bytes?|the very first byte|bytes \d+ to \d+|all from byte \d+", "veza")
def part(text: str) -> str:
    """Part of some audio, in words: `the first 1000 bytes`, `bytes 5000 to 5999`, `all from byte 20000`."""
    return text


@parameter("DashboardPart", "recommendations|recent activity", "veza")
def dashboard_part(text: str) -> str:
    """A part of the dashboard that may be missing, as the API calls it."""
    return text.replace(" ", "_")
