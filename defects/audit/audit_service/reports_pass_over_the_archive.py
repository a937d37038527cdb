"""A compliance report counts what is not archived."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-08",),
    kind=Kind.PARTIAL,
    story="The report of a year that is long over says that nothing was done in it.",
    subtle=Subtlety.SELDOM,
    noticed=("of the report",),
)


@defect.applies_to("platforms.audit.audit_service.reports")
def pass_over(reports: Any) -> None:
    query = reports.Query
    reports.Query = lambda **asked: query(**{**asked, "archived": False})
