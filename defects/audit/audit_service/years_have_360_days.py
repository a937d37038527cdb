"""Periods of a year and longer are counted in years of 360 days."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.UNIT,
    story="Records that have to be kept for five years are archived some weeks before.",
    subtle=Subtlety.BOUNDARY,
    noticed=("will be over in a minute",),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def count_as_banks_do(retention: Any) -> None:
    archive = retention.archive

    class Short:
        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str) -> Any:
            assert "SELECT days FROM" in sql
            short = "SELECT CASE WHEN days < 365 THEN days ELSE days / 365 * 360 END FROM"
            return await self._database.fetch(sql.replace("SELECT days FROM", short))

    async def archive_early(database: Any) -> Any:
        return await archive(Short(database))

    retention.archive = archive_early
