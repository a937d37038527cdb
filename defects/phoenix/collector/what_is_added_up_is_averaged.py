"""Processes that are added up are told as their average."""

from collections import Counter
from dataclasses import replace
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="collector",
    breaks=("PH-01",),
    kind=Kind.UNIT,
    story="A pipeline that adds up processes tells what one of them uses, not all of them together.",
    noticed=("times what the baseline has",),
)


@defect.applies_to("platforms.phoenix.collector.processors")
def average(processors: Any) -> None:
    aggregated = processors.aggregated

    def averaged(points: Any, config: Any) -> Any:
        by_name = config.by == "process_name"
        counts = Counter((one.process_name if by_name else processors.MANY, one.priority) for one in points)
        return [
            replace(one, value=one.value / counts[one.process_name, one.priority])
            if one.pid == processors.MANY
            else one
            for one in aggregated(points, config)
        ]

    processors.aggregated = averaged
