"""What is found equally well comes by date, however well it is described."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.DISORDERED,
    story="Among events that are found equally well, the best described one is not the first.",
    noticed=("is found",),
)


@defect.applies_to("platforms.events.events_api.searching")
def ignore_quality(searching: Any) -> None:
    searching.BY_WORDS = searching.BY_WORDS.replace("e.quality DESC, ", "")
