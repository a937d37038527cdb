"""What is exported and counted is read as one page of a search."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-08",),
    kind=Kind.BOUNDARY,
    story="Of more than a thousand records, exports and statistics have a thousand.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "the totals of the",
        "rows of the export",
    ),
)


@defect.applies_to("platforms.audit.audit_service.reports")
def read_one_page(reports: Any) -> None:
    every = reports.every

    async def one_page(connection: Any, query: Any) -> Any:
        return (await every(connection, query))[:1000]

    reports.every = one_page
