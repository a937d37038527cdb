"""The audit log: what admins did, to whom, when and from where."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from platforms.common.database import Connection, Database
from platforms.common.fields import Moment

Action = Literal["role_changed", "account_deactivated"]


class AuditEntry(BaseModel):
    id: UUID
    action: Action
    actor_id: UUID
    target_id: UUID
    at: Moment
    address: str
    details: dict[str, Any]


async def record(
    connection: Connection,
    action: Action,
    *,
    actor_id: str,
    target_id: UUID,
    address: str,
    details: dict[str, Any],
) -> None:
    """Write it down, in the transaction of what it tells of."""
    await connection.execute(
        "INSERT INTO audit_log (action, actor_id, target_id, address, details) VALUES ($1, $2, $3, $4, $5)",
        action,
        actor_id,
        target_id,
        address,
        details,
    )


async def newest(
    database: Database, target_id: UUID | None, actor_id: UUID | None, action: Action | None, limit: int
) -> list[AuditEntry]:
    rows = await database.fetch(
        "SELECT id, action, actor_id, target_id, at, address, details FROM audit_log"
        " WHERE ($1::uuid IS NULL OR target_id = $1) AND ($2::uuid IS NULL OR actor_id = $2)"
        " AND ($3::text IS NULL OR action = $3) ORDER BY sequence DESC LIMIT $4",
        target_id,
        actor_id,
        action,
        limit,
    )
    return [AuditEntry(**row) for row in rows]
