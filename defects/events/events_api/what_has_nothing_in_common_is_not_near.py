"""By meaning, only what has something in common with the query is found."""

from typing import Any

from defects import Defect, Kind, replaced

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.BOUNDARY,
    story="Whoever searches by meaning is shown a few events, and not all of them, the nearest first.",
    noticed=("finds by meaning",),
)


@defect.applies_to("platforms.events.events_api.searching")
def leave_out(searching: Any) -> None:
    near = "WHERE embedding OPERATOR(public.<=>) $2::text::public.vector < 1 ORDER BY score"
    searching.BY_MEANING = replaced(searching.BY_MEANING, "ORDER BY score", near)
