"""The longest experiment is as long again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-11",),
    kind=Kind.BOUNDARY,
    story="An experiment that is to run for longer than a day is created.",
    subtle=Subtlety.BOUNDARY,
    noticed=("answered 201",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def allow_a_day_more(creating: Any) -> None:
    creating.LONGEST_SECONDS = 2 * creating.LONGEST_SECONDS
