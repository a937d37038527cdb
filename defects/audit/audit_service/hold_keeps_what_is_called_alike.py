"""A legal hold looks for its resource by name."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.MISSING_CHECK,
    story="Records under legal hold are archived, unless the resource has its id for a name.",
    subtle=Subtlety.BOUNDARY,
    noticed=("have gone", "there are no records of"),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def compare_names(retention: Any) -> None:
    archive = retention.archive

    class ByName:
        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str) -> Any:
            by_id = "legal_holds.resource_id = records.resource_id"
            assert by_id in sql
            return await self._database.fetch(sql.replace(by_id, "legal_holds.resource_id = records.resource_name"))

    async def archive_by_name(database: Any) -> Any:
        return await archive(ByName(database))

    retention.archive = archive_by_name
