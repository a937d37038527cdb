"""What stands in the address for the catalogue becomes part of what is asked for, whatever it is."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.MISSING_CHECK,
    story="An address that somebody has made up lets the page ask for something else.",
    subtle=Subtlety.CHANNEL,
    noticed=("has asked for",),
)


@defect.applies_to("platforms.events.events_api.service")
def believe_address(service: Any) -> None:
    send_changed(
        service,
        "api.js",
        ("if (!CATALOGUE.test(catalogue)) throw", "if (!catalogue) throw"),
    )
