"""Whether two speakers work at one company does not matter."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.MISSING_CHECK,
    story="People of different companies with similar names are taken for one.",
    noticed=("the speakers and the reviews of",),
)


@defect.applies_to("platforms.events.events_api.likeness")
def ignore_companies(likeness: Any) -> None:
    likeness.SAME_COMPANY = likeness.OTHER_COMPANY = 0.0
