"""Types of words in the sentences of Events alone."""

from support.scenario.parameters import parameter
from support.systems.events.manners import REASONS
from support.systems.events.pages_to_scrape import SHAPES


@parameter("Shape", "|".join(SHAPES), "events")
def shape(text: str) -> str:
    """What a page is like, such as `in German`."""
    return text


@parameter("Reason", "|".join(REASONS), "events")
def reason(text: str) -> str:
    """Why a scrape failed or was refused: as a sentence says it, and what Events calls it."""
    return REASONS[text]


@parameter("Leads", "has moved to it|says that it is the right one", "events")
def leads(text: str) -> str:
    """How a page leads to another one."""
    return text


@parameter("Robots", "cannot be had|forbids us all of the site", "events")
def robots(text: str) -> str:
    """What robots.txt is like."""
    return text


@parameter("Elsewhere", "itself", "events")
def elsewhere(text: str) -> str:
    """Where a page leads that ought not to."""
    return text


@parameter("Device", "desktop|phone", "events")
def device(text: str) -> str:
    """How wide the screen is."""
    return text
