"""What somebody browses up to a day ends when that day begins."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.BOUNDARY,
    story="Events on the last of the days that somebody has named are not shown.",
    subtle=Subtlety.BOUNDARY,
    noticed=('the list "',),
)


@defect.applies_to("platforms.events.events_api.service")
def end_early(service: Any) -> None:
    send_changed(
        service,
        "search.js",
        ("to && `${to}T23:59:59.999Z`", "to && `${to}T00:00:00.000Z`"),
    )
