"""On the page of a record, a value that is empty looks like one that was not there."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.BOUNDARY,
    story="An auditor reads in the browser that a document had no description, where it had an empty one.",
    subtle=Subtlety.CHANNEL,
    noticed=("said before and after",),
)


@defect.applies_to("platforms.audit.audit_service.service")
def show_no_difference(service: Any) -> None:
    send_changed(
        service,
        "record.js",
        ('name in side ? shown(side[name]) : "–"', '(name in side && shown(side[name])) || "–"'),
    )
