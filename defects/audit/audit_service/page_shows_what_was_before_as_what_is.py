"""On the page of a record, the values before and after have changed sides."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.LOST_UPDATE,
    story="An auditor reads in the browser that a document said before what it says now.",
    subtle=Subtlety.CHANNEL,
    noticed=("said before and after",),
)


@defect.applies_to("platforms.audit.audit_service.service")
def change_sides(service: Any) -> None:
    send_changed(
        service,
        "record.js",
        ('"old", changes.old_values, name', '"old", changes.new_values, name'),
        ('"new", changes.new_values, name', '"new", changes.old_values, name'),
    )
