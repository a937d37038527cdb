"""The page shows what was seen where the limit belongs, and the other way round."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-01", "PH-12"),
    kind=Kind.DISORDERED,
    story="Whoever reads the result in a browser sees limit and figure of each criterion in each other's place.",
    subtle=Subtlety.CHANNEL,
    noticed=("criteria on the page",),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def swap(service: Any) -> None:
    send_changed(
        service,
        "experiment.js",
        ('["Criterion", "Limit", "Seen", "Outcome"]', '["Criterion", "Seen", "Limit", "Outcome"]'),
    )
