"""A node is taken for another whose name begins as its own does."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-02",),
    kind=Kind.LEAK,
    story="An experiment gets the metrics of another node, too, which is called as its own one and a figure more.",
    subtle=Subtlety.BOUNDARY,
    noticed=("nodes", "series of the baseline"),
)


@defect.applies_to("platforms.phoenix.collector.running")
def compare_beginnings(running: Any) -> None:
    running.Pipeline.takes = lambda self, tenant, node: (
        tenant == self.deployment.tenant and node.startswith(tuple(self.deployment.nodes))
    )
