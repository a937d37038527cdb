"""Of processes that are added up, the memory is that of the largest."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="collector",
    breaks=("PH-01",),
    kind=Kind.PARTIAL,
    story="A pipeline that adds processes up tells of their memory what one of them has.",
    noticed=("times what the baseline has",),
)


@defect.applies_to("platforms.phoenix.collector.running")
def keep_the_most(running: Any) -> None:
    process = running.Pipeline._process

    def processed(self: Any, node: str, points: Any) -> Any:
        left = process(self, node, points)
        if max((point.value for point in points), default=0.0) < 2**20:  # is no memory
            return left
        most: dict[Any, float] = {}
        for point in points:
            for name in (point.process_name, running.processors.MANY):
                most[name, point.priority] = max(most.get((name, point.priority), 0.0), point.value)
        return [
            running.Point(one.process_name, one.pid, one.priority, most[one.process_name, one.priority])
            if one.pid == running.processors.MANY
            else one
            for one in left
        ]

    running.Pipeline._process = processed
