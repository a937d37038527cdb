from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.MISSING_CHECK,
    story="What monitors Veza has no health check: the command returns while it is not ready, and nobody sees that.",
    noticed=("prometheus was never ready",),
)


@defect.changes_deployment
def look_away(compose: Any) -> None:
    del compose["services"]["veza-prometheus"]["healthcheck"]
