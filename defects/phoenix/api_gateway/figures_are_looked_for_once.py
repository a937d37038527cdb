"""The page asks for figures until it has some."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.STALE,
    story="Whoever watches an experiment sees the number of series that it had when they opened its page.",
    noticed=("the figures of",),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def look_once(service: Any) -> None:
    send_changed(service, "experiment.js", ("if (running) metrics", "if (running && !metrics.children.length) metrics"))
