"""From any page, the previous one is the first."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.BOUNDARY,
    story="Whoever goes back from the third page of events misses the second.",
    subtle=Subtlety.BOUNDARY,
    noticed=('the list "',),
)


@defect.applies_to("platforms.events.events_api.service")
def go_to_the_first(service: Any) -> None:
    send_changed(service, "search.js", ("to(Math.min(page - 1, Math.max(pages, 1)), ", "to(1, "))
