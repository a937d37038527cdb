"""A place is found in any case, as long as its letters are those of the English alphabet."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever asks for events in zÜrich sees none.",
    noticed=("the pages by place",),
)


@defect.applies_to("platforms.events.events_api.searching")
def forget_umlauts(searching: Any) -> None:
    searching.FITS = searching.FITS.replace(" COLLATE pg_c_utf8", ' COLLATE "C"')
