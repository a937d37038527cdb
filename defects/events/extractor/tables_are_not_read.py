"""What stands beside a heading in a table is passed over."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="Events whose pages tell of their speakers in a table have none.",
    noticed=(
        "laid out as a table",
        "what Events shows of",
    ),
)


@defect.applies_to("platforms.events.extractor.reading")
def pass_over(reading: Any) -> None:
    reading.HEADINGS = tuple(tag for tag in reading.HEADINGS if tag != "th")
