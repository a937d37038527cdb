"""What is similar to an event is looked for in all catalogues."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.LEAK,
    story="Beside an event, others are shown that its organiser has never heard of.",
    noticed=(
        "similar",
        "nearest",
        "of another catalogue",
    ),
)


@defect.applies_to("platforms.events.events_api.searching")
def look_everywhere(searching: Any) -> None:
    searching.BY_MEANING = searching.BY_MEANING.replace("WHERE catalogue_id = $1", "WHERE $1::uuid IS NOT NULL")
