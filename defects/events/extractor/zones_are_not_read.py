"""A time is read without its zone."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.UNIT,
    story="An event whose page tells when it is in the time of its place is dated hours too late or too early.",
    subtle=Subtlety.CHANNEL,
    noticed=("what Events shows of",),
)


@defect.applies_to("platforms.events.extractor.dates")
def leave_zones_out(dates: Any) -> None:
    read = dates.read

    def read_without(text: str, language: str = "en") -> Any:
        return read(dates.ISO.sub(lambda found: found[0].removesuffix(found[6] or ""), text), language)

    dates.read = read_without
