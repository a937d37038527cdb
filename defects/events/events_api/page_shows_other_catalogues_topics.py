"""The link of a topic leaves the catalogue that somebody looks at."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever goes on from an event to what is about the same is shown events of another catalogue, or none.",
    subtle=Subtlety.CHANNEL,
    noticed=('the list "',),
)


@defect.applies_to("platforms.events.events_api.service")
def leave(service: Any) -> None:
    send_changed(service, "elements.js", ('here("/", { topic })', '"/?" + new URLSearchParams({ topic })'))
