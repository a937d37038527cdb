"""The page of a record shows what was said before and after only where there are versions."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.PARTIAL,
    story="Why a branch was forced open, and whose lock it was, cannot be read in the browser.",
    subtle=Subtlety.CHANNEL,
    noticed=("said before and after",),
)


@defect.applies_to("platforms.audit.audit_service.service")
def show_versions_only(service: Any) -> None:
    begins = "if (!changes || "
    send_changed(service, "record.js", (begins, f"{begins}!changes.version_after || "))
