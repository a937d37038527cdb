"""Types of words in the sentences of Audit alone."""

from support.scenario.parameters import parameter


@parameter("Kind", "object type|schema", "audit")
def kind(text: str) -> str:
    """What of the ontology: `object type` or `schema`."""
    return text


_AMISS = "without an action|with a time that is none|of a shape that nobody knows"
_AMISS += "|with a text that cannot be stored|that breaks off"


@parameter("Malformed", _AMISS, "audit")
def malformed(text: str) -> str:
    """What is wrong with an event."""
    return text


@parameter("Role", "viewer|developer", "audit")
def role(text: str) -> str:
    """A role that lets nobody read records."""
    return text


@parameter("Sort", "time|actor|action|resource", "audit")
def sort(text: str) -> str:
    """What records can be sorted by."""
    return text


@parameter("Viewport", "desktop|phone", "audit")
def viewport(text: str) -> str:
    """How wide a page is."""
    return text
