"""Of several policies that fit a record the one with the shortest period counts."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.BOUNDARY,
    story="Records that are to be kept longer than others of their branch are archived with the others.",
    subtle=Subtlety.BOUNDARY,
    noticed=("have gone", "there are no records of"),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def prefer_the_shortest(retention: Any) -> None:
    archive = retention.archive

    class Shortest:
        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str) -> Any:
            longest = "ORDER BY length(resource_pattern) DESC, length(action_pattern) DESC"
            assert longest in sql
            return await self._database.fetch(sql.replace(longest, "ORDER BY days"))

    async def archive_soon(database: Any) -> Any:
        return await archive(Shortest(database))

    retention.archive = archive_soon
