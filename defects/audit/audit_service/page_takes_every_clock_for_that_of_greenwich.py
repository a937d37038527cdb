"""On the page a moment is taken as it is filled in, wherever that is."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.UNIT,
    story="An auditor in India who looks for what happened this morning is shown what happens in the afternoon.",
    subtle=Subtlety.CHANNEL,
    noticed=("the minute of", "records after"),
)


@defect.applies_to("platforms.audit.audit_service.service")
def forget_where(service: Any) -> None:
    changes = [(f"new Date(given.{one}).toISOString()", f'given.{one} + ":00Z"') for one in ("since", "until")]
    send_changed(service, "records.js", *changes)
