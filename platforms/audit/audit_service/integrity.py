"""The integrity check: everything that was recorded, archived or not, is as it was recorded."""

from __future__ import annotations

from pydantic import BaseModel

from platforms.audit.audit_service import chain, storing
from platforms.audit.audit_service.chain import Finding
from platforms.audit.audit_service.searching import EVERYTHING
from platforms.common.database import Database

MOST_FINDINGS = 100


class Integrity(BaseModel):
    whole: bool
    checked: int
    """Records that were looked at."""
    total_findings: int
    findings: list[Finding]
    """The first hundred, by position."""


async def verify(database: Database, key: str) -> Integrity:
    """Look at every record there is, of one moment."""
    async with database.transaction() as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        end, closed = await storing.end_of(connection)
        rows = await connection.fetch(f"SELECT * FROM {EVERYTHING} AS r ORDER BY position")
    findings = chain.check(key, [dict(row) for row in rows], end, closed)
    return Integrity(
        whole=not findings, checked=len(rows), total_findings=len(findings), findings=findings[:MOST_FINDINGS]
    )
