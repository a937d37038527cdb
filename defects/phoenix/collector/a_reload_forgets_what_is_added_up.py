"""A reload leaves out what is added up, until it is told of that again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-04",),
    kind=Kind.PARTIAL,
    story="A pipeline that is told another configuration has none of what it adds up, until nodes tell it again.",
    subtle=Subtlety.SELDOM,
    noticed=("while it was told its steps anew",),
)


@defect.applies_to("platforms.phoenix.collector.running")
def leave_sums_out(running: Any) -> None:
    reconfigure = running.Pipeline.reconfigure

    def forget(self: Any, deployment: Any) -> None:
        reconfigure(self, deployment)
        for key, points in self._left.items():
            self._left[key] = [point for point in points if point.pid != "*"]
        self._lines = self._export()

    running.Pipeline.reconfigure = forget
