"""From 0.82 on it is reviewed whether two speakers are the same."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.BOUNDARY,
    story="Two speakers whose names are quite alike are never shown to anybody.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the speakers and the reviews of",),
)


@defect.applies_to("platforms.events.events_api.likeness")
def later(likeness: Any) -> None:
    likeness.PERHAPS = 0.82
