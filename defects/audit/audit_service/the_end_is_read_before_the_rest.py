"""The integrity check looks for the end first and at the records then, not at both of one moment."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.RACE,
    story="Who has all records checked while others come is told of records that somebody has put there.",
    subtle=Subtlety.CONCURRENT,
    noticed=("a check of all records",),
)


@defect.applies_to("platforms.audit.audit_service.integrity")
def look_twice(integrity: Any) -> None:
    async def verify(database: Any, key: str) -> Any:
        async with database.connection() as connection:
            end, closed = await integrity.storing.end_of(connection)
            rows = await connection.fetch(f"SELECT * FROM {integrity.EVERYTHING} AS r ORDER BY position")
        found = integrity.chain.check(key, [dict(row) for row in rows], end, closed)
        shown = found[: integrity.MOST_FINDINGS]
        return integrity.Integrity(whole=not found, checked=len(rows), total_findings=len(found), findings=shown)

    integrity.verify = verify
