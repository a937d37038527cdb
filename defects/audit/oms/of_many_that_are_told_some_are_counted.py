"""However many events the broker has confirmed in one go, sixty at most are counted."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-14",),
    kind=Kind.BOUNDARY,
    story="Where very much is changed at once, the figures tell of less than was told.",
    subtle=Subtlety.BOUNDARY,
    noticed=("all of it was counted", "counts events told"),
)
MANY = 60


@defect.applies_to("platforms.audit.oms.publishing")
def count_few(publishing: Any) -> None:
    count = publishing.PUBLISHED.inc
    publishing.PUBLISHED.inc = lambda number=1: count(min(number, MANY))
