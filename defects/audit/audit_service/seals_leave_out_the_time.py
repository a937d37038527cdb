"""The seal of a record does not cover its time."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.MISSING_CHECK,
    story="Whoever changes the time of a record is not found out.",
    subtle=Subtlety.BOUNDARY,
    noticed=("its time is changed",),
)


@defect.applies_to("platforms.audit.audit_service.record")
def leave_out_the_time(record: Any) -> None:
    record.CONTENT = tuple(name for name in record.CONTENT if name != "event_time")
    record.COLUMNS = ("position", *record.CONTENT, "event_time", "previous", "seal")
