"""Each speaker counts."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-09",),
    kind=Kind.UNIT,
    story="An event with many speakers is scored above others that tell more.",
    noticed=("quality of the event",),
)


@defect.applies_to("platforms.events.events_api.quality")
def count_each(quality: Any) -> None:
    score = quality.score

    def each(told: Any) -> int:
        return int(min(100, score(told) + 5 * max(0, len(told.speakers) - 1)))

    quality.score = each
