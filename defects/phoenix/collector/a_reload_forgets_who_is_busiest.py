"""A reload does not rank processes; they are when their processor time is told next."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-04",),
    kind=Kind.STALE,
    story="A pipeline that is told to keep the busiest keeps none of them, until it hears of processor time again.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.phoenix.collector.running")
def reload_unranked(running: Any) -> None:
    def reconfigure(self: Any, deployment: Any) -> None:
        self._processors = running.pipelines.read(deployment.configuration)
        self.deployment = deployment
        self._left = {key: self._process(key[1], points) for key, points in self._raw.items()}
        self._lines = self._export()

    running.Pipeline.reconfigure = reconfigure
