"""When a pipeline is stopped, all are."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-02",),
    kind=Kind.LOST,
    story="When one experiment is cancelled, the pipelines of all others begin anew.",
    subtle=Subtlety.CONCURRENT,
    noticed=(
        "which nobody has changed",
        "began anew",
        "series of the baseline",
    ),
)


@defect.applies_to("platforms.phoenix.collector.running")
def stop_all(running: Any) -> None:
    running.Pipelines.stop = lambda self, experiment_id, variant: self._running.clear()
