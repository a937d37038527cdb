"""Fetching the page is shown as less than waiting for it."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.DISORDERED,
    story="Whoever adds a page sees how far it is, and then that it is less far.",
    subtle=Subtlety.CHANNEL,
    noticed=("how far it was shown to be",),
)


@defect.applies_to("platforms.events.events_api.service")
def fall_back(service: Any) -> None:
    send_changed(
        service,
        "adding.js",
        ("fetching: [35, ", "fetching: [1, "),
    )
