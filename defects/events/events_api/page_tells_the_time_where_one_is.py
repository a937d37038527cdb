"""The date of an event is shown in the time of whoever reads it, and called UTC all the same."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.UNIT,
    story="Whoever lives far away comes to an event on the wrong day.",
    subtle=Subtlety.SELDOM,
    noticed=("what the list ",),
)


@defect.applies_to("platforms.events.events_api.service")
def tell_local_time(service: Any) -> None:
    send_changed(service, "elements.js", (', timeZone: "UTC" }', " }"))
