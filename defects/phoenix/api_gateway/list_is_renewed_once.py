"""The list is renewed once, and then believes to be about to."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.STALE,
    story="Whoever has the list open sees no state that comes later.",
    subtle=Subtlety.CHANNEL,
    noticed=("in the list of",),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def renew_once(service: Any) -> None:
    send_changed(service, "list.js", ("    due = false;\n", ""))
