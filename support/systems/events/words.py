"""Types of words in the sentences of Events alone."""

from support.scenario.parameters import NAME, parameter
from support.scenario.people import Persona, persona
from support.systems.events.manners import ANSWERS, ODD, REASONS
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


@parameter("Odd", "|".join(ODD), "events")
def odd(text: str) -> str:
    """What a page is instead of one."""
    return text


@parameter("Asker", rf"somebody|a program with [a-z' ]+key(?: of ours)?|{NAME}", "events")
def asker(text: str) -> Persona | str:
    """Whoever asks: a person; or `a program with no key of ours`, or `somebody`."""
    return persona(text) if text[0].isupper() else text


@parameter("Answered", "accepted|" + "|".join(sorted(ANSWERS, reverse=True)), "events")
def answered(text: str) -> str:
    """How they are answered: `accepted`, `refused`, `refused for its key`."""
    return text


@parameter("Elsewhere", "another site|this machine|a private network|itself", "events")
def elsewhere(text: str) -> str:
    """Where a page leads that ought not to."""
    return text


@parameter("Device", "desktop|phone", "events")
def device(text: str) -> str:
    """How wide the screen is."""
    return text
