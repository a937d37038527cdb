"""Waits have nothing of chance."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.RACE,
    story="Pages that failed together are asked for again together.",
    subtle=Subtlety.CONCURRENT,
    noticed=("differ too little",),
)


@defect.applies_to("platforms.events.processor.queue")
def wait_alike(queue: Any) -> None:
    queue.JITTER = 0.0
