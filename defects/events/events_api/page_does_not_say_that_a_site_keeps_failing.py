"""The page does not say why, where a site has failed too often."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.PARTIAL,
    story="Whoever adds a page of a site that keeps failing reads that it failed, and not why.",
    subtle=Subtlety.CHANNEL,
    noticed=("what the page says in the end",),
)


@defect.applies_to("platforms.events.events_api.service")
def say_little(service: Any) -> None:
    send_changed(service, "adding.js", ('  SITE_FAILING: "The site does not answer. Try again later.",\n', ""))
