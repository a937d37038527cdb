"""Old records are removed, and put nowhere."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.LOST,
    story="Records whose time is over are deleted instead of archived.",
    noticed=("is archived", "integrity check finds", "there are no records of"),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def throw_away(retention: Any) -> None:
    archive = retention.archive

    class Nowhere:
        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str) -> Any:
            kept, put = sql.split("INSERT INTO archive")
            assert "FROM gone" in put
            return await self._database.fetch(f"{kept} SELECT position FROM gone")

    async def archive_nothing(database: Any) -> Any:
        return await archive(Nowhere(database))

    retention.archive = archive_nothing
