"""Whatever came of asking for a page, it is counted as fetched."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.FALSE_HEADER,
    story="Whoever operates Events reads that all sites answer, while some fail for ever.",
    noticed=("events_tries_total",),
)


@defect.applies_to("platforms.events.processor.working")
def count_as_fetched(working: Any) -> None:
    class Tries:
        labels = staticmethod(lambda outcome, tries=working.TRIES: tries.labels("fetched"))

    working.TRIES = Tries
