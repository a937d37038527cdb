"""Every try waits as long as the one before."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.WRONG_DEFAULT,
    story="A site that fails is asked again and again at the same pace.",
    noticed=("not waited twice as long",),
)


@defect.applies_to("platforms.events.processor.queue")
def keep_pace(queue: Any) -> None:
    wait_seconds = queue.wait_seconds
    queue.wait_seconds = lambda failures, first, longest: wait_seconds(1, first, longest)
