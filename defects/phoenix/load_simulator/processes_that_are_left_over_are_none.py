"""Each node gets as many processes as all nodes can have."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="load-simulator",
    breaks=("PH-01",),
    kind=Kind.BOUNDARY,
    story="A load of a hundred processes on three nodes is one of ninety-nine.",
    subtle=Subtlety.BOUNDARY,
    noticed=("series of the baseline",),
)


@defect.applies_to("platforms.phoenix.load_simulator.processes")
def share_evenly(processes: Any) -> None:
    of_nodes = processes.of_nodes
    processes.of_nodes = lambda nodes, count: of_nodes(nodes, count // len(nodes) * len(nodes))
