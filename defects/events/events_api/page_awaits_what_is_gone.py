"""An event that is gone is shown as one that cannot be shown at the moment."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.DEGRADATION,
    story="Whoever opens an event that was removed is told to try again, for ever.",
    subtle=Subtlety.SELDOM,
    noticed=("the heading of the page",),
)


@defect.applies_to("platforms.events.events_api.service")
def wait(service: Any) -> None:
    send_changed(service, "app.js", ("const passes = error.passes ?? true;", "const passes = true;"))
