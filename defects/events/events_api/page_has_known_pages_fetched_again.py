"""Whoever adds a page has it fetched, whether it is known or not."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.MISSING_CHECK,
    story="A page that is known is fetched again for everybody who adds it on the page.",
    subtle=Subtlety.SELDOM,
    noticed=("what the page of",),
)


@defect.applies_to("platforms.events.events_api.service")
def fetch_again(service: Any) -> None:
    send_changed(service, "adding.js", ("{ url: url.value }", "{ url: url.value, again: true }"))
