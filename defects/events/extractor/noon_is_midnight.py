"""In the afternoon twelve hours are added, at noon too."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.BOUNDARY,
    story="An event that begins at 12 pm is said to begin at midnight.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what Events shows of",),
)


@defect.applies_to("platforms.events.extractor.dates")
def add_twelve_at_noon(dates: Any) -> None:
    def clock(text: str) -> tuple[int, int]:
        for found in dates.CLOCK.finditer(text):
            half = (found[3] or "").lower().replace(".", "")
            hour, minute = int(found[1]) + (12 if half == "pm" else 0), int(found[2] or 0)
            if (found[2] or half) and hour < 24 and minute < 60:
                return hour, minute
        return 0, 0

    dates._clock = clock
