"""What somebody was working at when they died is never taken again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-02",),
    kind=Kind.LOST,
    story="A page that was being fetched when processor died is never an event.",
    subtle=Subtlety.RESTART,
    noticed=("whether all pages are done",),
)


@defect.applies_to("platforms.events.processor.queue")
def respect_leases(queue: Any) -> None:
    queue.TAKE = queue.TAKE.replace("leased_until < now()", "leased_until < now() - interval '1 hour'")
