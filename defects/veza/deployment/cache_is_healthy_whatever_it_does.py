from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.MISSING_CHECK,
    story="The health check of the cache asks nobody: what waits for the cache is started whether it answers or not.",
    noticed=("pass for healthy while they hang",),
)


@defect.changes_deployment
def ask_nobody(compose: Any) -> None:
    compose["services"]["veza-redis"]["healthcheck"]["test"] = ["CMD", "true"]
