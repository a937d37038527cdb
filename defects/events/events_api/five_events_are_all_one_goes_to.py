"""Of the events that somebody goes to, the latest five are looked at."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.BOUNDARY,
    story="Whoever goes to more than five events is recommended some of them.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what is recommended to",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def look_at_five(recommending: Any) -> None:
    recommending.RECOMMENDED = replaced(
        recommending.RECOMMENDED,
        "WHERE a.person_id = $1 AND e.catalogue_id = $2)",
        "WHERE a.person_id = $1 AND e.catalogue_id = $2 ORDER BY a.since DESC LIMIT 5)",
    )
