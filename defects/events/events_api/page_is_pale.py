"""When and where an event is stands on the page in a pale colour."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.PARTIAL,
    story="Whoever does not see well cannot read when and where an event is.",
    subtle=Subtlety.CHANNEL,
    noticed=("kept from using pages",),
)


@defect.applies_to("platforms.events.events_api.service")
def make_pale(service: Any) -> None:
    meta = 'node("p", { className: "meta" }'
    send_changed(service, "elements.js", (meta, 'node("p", { className: "meta", style: "opacity: 0.4" }'))
