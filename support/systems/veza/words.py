"""Types of words in the sentences of Veza alone."""

from support.scenario.parameters import parameter


@parameter("DashboardPart", "recommendations|recent activity", "veza")
def dashboard_part(text: str) -> str:
    """A part of the dashboard that may be missing, as the API calls it."""
    return text.replace(" ", "_")


@parameter("File", r"(?:an?|the|half a) [^\"]+", "veza")
def file(text: str) -> str:
    """A file that is handed in, in words: `a FLAC file in stereo at 96 kHz`, `the first half of a WAV file`."""
    return text


@parameter("Pace", "grow evenly|double", "veza")
def pace(text: str) -> str:
    """How waits grow."""
    return text


@parameter("Qualities", r"low, medium and high|high, medium and low", "veza")
def qualities(text: str) -> list[str]:
    """All qualities there are, from one end to the other."""
    return text.replace(" and ", ", ").split(", ")


@parameter("Role", r"an? (?:listener|artist|moderator|admin)", "veza")
def role(text: str) -> str:
    """What somebody is on Veza: "a listener", "an admin"."""
    return text.split(" ")[1]
