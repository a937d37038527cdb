"""A list up to a moment lacks what is at that very moment."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.BOUNDARY,
    story="Whoever asks for events until Friday evening does not see that of Friday evening.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the pages by date",),
)


@defect.applies_to("platforms.events.events_api.searching")
def leave_out(searching: Any) -> None:
    searching.FITS = searching.FITS.replace("e.date <= $4", "e.date < $4")
