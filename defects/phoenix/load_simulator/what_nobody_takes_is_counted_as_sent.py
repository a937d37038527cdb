"""Metrics that the collector has not taken count as taken."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="load-simulator",
    breaks=("PH-03", "PH-01"),
    kind=Kind.DEGRADATION,
    story="While the collector is away, whoever runs Phoenix is told that all that is simulated arrives.",
    noticed=("in vain",),
)


@defect.applies_to("platforms.phoenix.load_simulator.simulating")
def all_sent(simulating: Any) -> None:
    simulating.FAILED = simulating.SENT
