"""load-simulator calls itself healthy while nobody takes what it sends."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="load-simulator",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="While collector is away, whoever runs Phoenix is told that the load that it lacks is well.",
    noticed=("the health of load-simulator",),
)


@defect.applies_to("platforms.common.health")
def stand_on_nothing(health: Any) -> None:
    health.Health.depends_on = lambda self, name, check, *, vital: None
