"""A description of fifty letters counts."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-09",),
    kind=Kind.BOUNDARY,
    story="An event with a short description is scored as if it were described.",
    subtle=Subtlety.BOUNDARY,
    noticed=("quality of the event",),
)


@defect.applies_to("platforms.events.events_api.quality")
def fifty(quality: Any) -> None:
    quality.LONG_ENOUGH = 49
