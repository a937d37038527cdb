"""Lines come in fifty at a time."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.WRONG_DEFAULT,
    story="An import takes twice as many steps as is said.",
    noticed=("batches of the report",),
)


@defect.applies_to("platforms.events.events_api.importing")
def halve(importing: Any) -> None:
    importing.BATCH = 50
