"""How near events are is told as a distance in space, and not as an angle."""

from typing import Any

from defects import Defect, Kind, replaced

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.UNIT,
    story="Whoever compares how near two events are to a third reads other figures than were promised.",
    noticed=("how near all are to",),
)


@defect.applies_to("platforms.events.events_api.searching")
def measure(searching: Any) -> None:
    searching.BY_MEANING = replaced(searching.BY_MEANING, "(public.<=>)", "(public.<->)")
