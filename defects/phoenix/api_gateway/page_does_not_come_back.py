"""A page whose live connection is lost does not make another."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.STALE,
    story="Whoever watches experiments while api-gateway is started anew sees the state of that moment for ever.",
    subtle=Subtlety.RESTART,
    noticed=("in the list of", "step at which"),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def leave_it(service: Any) -> None:
    send_changed(
        service,
        "api.js",
        (
            "else setTimeout(() => listen(topic, changed), 1000);",
            "else if (event.code === 4408) listen(topic, changed);",
        ),
    )
