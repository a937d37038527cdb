"""Types of words in the sentences of Events alone."""

from support.scenario.parameters import parameter
from support.systems.events.pages_to_scrape import SHAPES


@parameter("Shape", "|".join(SHAPES), "events")
def shape(text: str) -> str:
    """What a page is like, such as `in German`."""
    return text
