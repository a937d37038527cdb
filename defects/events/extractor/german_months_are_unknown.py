"""A month is known in every language but German, where it has an umlaut."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.WRONG_DEFAULT,
    story="An event that a German page announces for March has no date.",
    subtle=Subtlety.CHANNEL,
    noticed=("what Events shows of",),
)


@defect.applies_to("platforms.events.extractor.dates")
def forget_march(dates: Any) -> None:
    for name in ("marz", "maerz", "mrz"):
        dates.MONTH_OF.pop(name)
