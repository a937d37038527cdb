"""How long a description is, is counted in bytes."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-09",),
    kind=Kind.UNIT,
    story="A short description in letters that take more than a byte counts as a long one.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the quality of the event",),
)


@defect.applies_to("platforms.events.events_api.quality")
def count_bytes(quality: Any) -> None:
    score = quality.score

    def score_bytes(told: Any) -> int:
        as_long = told.model_copy(update={"description": "x" * len(told.description.encode())})
        return int(score(as_long))

    quality.score = score_bytes
