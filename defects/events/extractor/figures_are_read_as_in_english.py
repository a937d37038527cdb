"""A date in figures has its month first, in whatever language it stands."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.WRONG_DEFAULT,
    story="An event that a French page announces for 5/3/2027 is said to be in May.",
    subtle=Subtlety.CHANNEL,
    noticed=(
        "tells all that its page tells",
        "what Events shows of",
    ),
)


@defect.applies_to("platforms.events.extractor.dates")
def month_first(dates: Any) -> None:
    read = dates.read
    dates.read = lambda text, language="en": read(text, "en")
