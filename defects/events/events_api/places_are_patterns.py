"""A place that is looked for is a pattern."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.MISSING_CHECK,
    story="Whoever looks for a place with a sign that databases know finds events of everywhere.",
    subtle=Subtlety.SELDOM,
    noticed=("by place",),
)


@defect.applies_to("platforms.events.events_api.searching")
def match(searching: Any) -> None:
    searching.FITS = replaced(
        searching.FITS,
        "strpos(lower(e.place COLLATE pg_c_utf8), lower($2 COLLATE pg_c_utf8)) > 0",
        "lower(e.place COLLATE pg_c_utf8) LIKE '%' || lower($2 COLLATE pg_c_utf8) || '%'",
    )
