"""Whose a node is does not count."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-02",),
    kind=Kind.LEAK,
    story="Two companies that call a node alike get each other's metrics.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "processes that the baseline",
        "whether all metrics",
        "baseline of",
    ),
)


@defect.applies_to("platforms.phoenix.collector.running")
def forget_the_tenant(running: Any) -> None:
    running.Pipeline.takes = lambda self, _, node: node in self.deployment.nodes
