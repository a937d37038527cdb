"""Signs that are not Latin are left out of exported tables."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-08",),
    kind=Kind.PARTIAL,
    story="An export as a table lacks whatever is not written in Latin letters, and nobody is told.",
    subtle=Subtlety.CHANNEL,
    noticed=("rows of the export as csv",),
)


@defect.applies_to("platforms.audit.audit_service.reports")
def keep_latin(reports: Any) -> None:
    cell = reports._cell

    def latin(value: Any) -> Any:
        told = cell(value)
        return told.encode("latin-1", "ignore").decode("latin-1") if isinstance(told, str) else told

    reports._cell = latin
