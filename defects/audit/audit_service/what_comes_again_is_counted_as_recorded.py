"""The metrics count events, not records."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-14",),
    kind=Kind.MISSING_CHECK,
    story="What comes again is counted as recorded once more, and not as come again.",
    subtle=Subtlety.SELDOM,
    noticed=("counts events that came again",),
)


@defect.applies_to("platforms.audit.audit_service.storing")
def count_all(storing: Any) -> None:
    storing.DUPLICATES.inc = lambda number: storing.RECORDED.labels("object_type.update").inc(number)
