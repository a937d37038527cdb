"""The page asks for ten at most."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.PARTIAL,
    story="Of what is found the page shows the first ten, as if that were all.",
    subtle=Subtlety.CHANNEL,
    noticed=('the list "',),
)


@defect.applies_to("platforms.events.events_api.service")
def show_ten(service: Any) -> None:
    send_changed(
        service,
        "search.js",
        ("const MOST = 50", "const MOST = 10"),
    )
