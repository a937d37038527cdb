"""What somebody goes to is recommended to them as well."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.MISSING_CHECK,
    story="The first thing that a visitor is recommended is where they go already.",
    noticed=("what is recommended to",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def keep_mine(recommending: Any) -> None:
    recommending.RECOMMENDED = recommending.RECOMMENDED.replace("WHERE e.id NOT IN (SELECT id FROM mine)", "")
