"""Two deeds have one count."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-15",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever changes places is soon refused to make any, because both are counted as one.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.limits")
def count_together(limits: Any) -> None:
    limits.CHANGE_POI = limits.Limit(limits.CREATE_POI.action, limits.CHANGE_POI.times, limits.CHANGE_POI.seconds)
