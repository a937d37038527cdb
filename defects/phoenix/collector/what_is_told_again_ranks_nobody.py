"""A collector that is told again what ran ranks processes by their names."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-03",),
    kind=Kind.STALE,
    story="Once the collector was away, a pipeline that was changed before keeps any ten processes, not the busiest.",
    subtle=Subtlety.RESTART,
    noticed=("what is wrong with the series",),
)


@defect.applies_to("platforms.phoenix.collector.running")
def rank_by_name(running: Any) -> None:
    rank, begin = running.Pipeline._rank, running.Pipeline.__init__

    def begin_again(self: Any, deployment: Any) -> None:
        begin(self, deployment)
        self._told_again = deployment.version > 1

    def by_name(self: Any) -> None:
        rank(self)
        if self._told_again:
            self._usage = dict.fromkeys(self._usage, 1.0)

    running.Pipeline.__init__, running.Pipeline._rank = begin_again, by_name
