"""A day of a policy is half as long as a day."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.UNIT,
    story="Records are archived after half the time for which they are to be kept.",
    subtle=Subtlety.BOUNDARY,
    noticed=("is to be kept",),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def halve(retention: Any) -> None:
    archive = retention.archive

    class Halved:
        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str) -> Any:
            assert "86400" in sql
            return await self._database.fetch(sql.replace("86400", "43200"))

    async def archive_early(database: Any) -> Any:
        return await archive(Halved(database))

    retention.archive = archive_early
