"""Going on to an event takes the place of the search in the history of the browser."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.DEGRADATION,
    story="Whoever goes back from an event is not where they were.",
    subtle=Subtlety.CHANNEL,
    noticed=("the list",),
)


@defect.applies_to("platforms.events.events_api.service")
def replace(service: Any) -> None:
    send_changed(
        service,
        "app.js",
        ('history.pushState(null, "", address)', 'history.replaceState(null, "", address)'),
    )
