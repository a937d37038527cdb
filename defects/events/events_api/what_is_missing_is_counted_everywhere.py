"""Events without a place are those of all catalogues."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.LEAK,
    story="An organiser whose events all have a place is told that some have none.",
    subtle=Subtlety.SELDOM,
    noticed=("what is said to be wrong",),
)


@defect.applies_to("platforms.events.events_api.validation")
def count_everywhere(validation: Any) -> None:
    everywhere = "SELECT count(*) FROM events WHERE $1::uuid IS NOT NULL AND place = ''"
    validation.FINDINGS["events without a place"] = everywhere
