"""The page counts the experiments that it shows."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.BOUNDARY,
    story="Whoever opens the list of a company with many experiments is told that it has fifty.",
    subtle=Subtlety.CHANNEL,
    noticed=("how many there are",),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def count_shown(service: Any) -> None:
    send_changed(service, "list.js", ("`${page.total_count} experiments`", "`${page.experiments.length} experiments`"))
