"""The page of a record shows the first thousand characters of a value."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.PARTIAL,
    story="An auditor who opens a change in the browser does not see the end of a long description.",
    subtle=Subtlety.CHANNEL,
    noticed=("said before and after",),
)


@defect.applies_to("platforms.audit.audit_service.service")
def cut(service: Any) -> None:
    send_changed(
        service,
        "record.js",
        ('return typeof value === "string" ? value', 'return typeof value === "string" ? value.slice(0, 1000)'),
    )
