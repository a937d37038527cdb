"""The page of an experiment is drawn when it is opened, and not again."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.STALE,
    story="Whoever has the page of an experiment open does not see it advance.",
    subtle=Subtlety.CHANNEL,
    noticed=("step at which",),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def look_once(service: Any) -> None:
    send_changed(
        service,
        "experiment.js",
        ('async () => draw(await call("GET", path))', 'async (frame) => frame || draw(await call("GET", path))'),
    )
