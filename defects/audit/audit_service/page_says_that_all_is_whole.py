"""The page shows the verdict of the check only when findings have no record to lead to."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.PARTIAL,
    story="An auditor who checks the records in the browser is told that all is whole, though some were changed.",
    subtle=Subtlety.CHANNEL,
    noticed=("not as recorded",),
)


@defect.applies_to("platforms.audit.audit_service.service")
def take_it_for_whole(service: Any) -> None:
    send_changed(service, "integrity.js", ("= found.whole", '= found.findings.every((one) => one.kind === "changed")'))
