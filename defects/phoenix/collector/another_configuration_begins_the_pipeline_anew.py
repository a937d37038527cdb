"""A pipeline that is told another configuration forgets what it has."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="collector",
    breaks=("PH-04",),
    kind=Kind.NOT_FREED,
    story="Changing a pipeline interrupts it: it counts from nothing, and series have a gap.",
    noticed=(
        "no sample for",
        "began anew",
        "which was not changed",
        "the priorities",
    ),
)


@defect.applies_to("platforms.phoenix.collector.running")
def begin_anew(running: Any) -> None:
    running.Pipeline.reconfigure = lambda self, deployment: self.__init__(deployment)
