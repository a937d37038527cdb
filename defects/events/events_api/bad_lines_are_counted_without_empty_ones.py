"""The number of a bad line leaves out the empty ones before it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.BOUNDARY,
    story="Whoever mends the line that is said to be bad mends a good one.",
    subtle=Subtlety.SELDOM,
    noticed=("the lines that are said to be bad",),
)


@defect.applies_to("platforms.events.events_api.importing")
def skip_empty(importing: Any) -> None:
    batches = importing._batches

    def renumbered(body: bytes, report: Any) -> Any:
        return batches(b"\n".join(line for line in body.split(b"\n") if line.strip()), report)

    importing._batches = renumbered
