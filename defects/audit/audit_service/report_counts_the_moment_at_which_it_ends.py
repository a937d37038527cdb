"""A report counts what happened at the moment at which its period ends."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-08",),
    kind=Kind.BOUNDARY,
    story="What happened at the very moment between two periods is in the reports of both.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "the totals of the report",
        "the report",
        "counts apart",
    ),
)


@defect.applies_to("platforms.audit.audit_service.reports")
def count_the_end(reports: Any) -> None:
    from datetime import timedelta

    every = reports.every

    async def wider(connection: Any, query: Any) -> Any:
        if query.archived and query.until:
            query = query.model_copy(update={"until": query.until + timedelta(milliseconds=1)})
        return await every(connection, query)

    reports.every = wider
