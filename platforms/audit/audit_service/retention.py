"""How long records are kept, what may not go meanwhile, and where they go then."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated
from uuid import UUID

from prometheus_client import Counter
from pydantic import BaseModel, Field, StringConstraints

from platforms.audit.audit_service.record import COLUMNS
from platforms.common.database import Database
from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment, line
from platforms.common.security import Caller

log = logging.getLogger(__name__)

NAMES = ", ".join(COLUMNS)
AT_ONCE = 1000
ARCHIVED = Counter("audit_archived_total", "Records that were archived.")
Pattern = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_./*-]{1,200}$")]


class NewPolicy(BaseModel):
    """For which records, by their action and their resource's id (`*` stands for anything), and for how long."""

    action_pattern: Pattern
    resource_pattern: Pattern = "*"
    days: Annotated[float, Field(gt=0, le=36_500, allow_inf_nan=False)]


class Policy(NewPolicy):
    id: UUID


class NewHold(BaseModel):
    resource_type: Annotated[str, line(1, 200)]
    resource_id: Annotated[str, line(1, 200)]
    reason: Annotated[str, line(1, 200)]


class Hold(NewHold):
    id: UUID
    placed_by: UUID
    placed_at: Moment
    lifted_at: Moment | None


async def policies(database: Database) -> list[Policy]:
    """All policies; what is most specific counts."""
    rows = await database.fetch("SELECT * FROM retention_policies ORDER BY action_pattern, resource_pattern")
    return [Policy(**row) for row in rows]


async def set_policy(database: Database, new: NewPolicy, caller: Caller) -> Policy:
    """Make a policy, or change the one that has these patterns."""
    row = await database.fetch_one(
        "INSERT INTO retention_policies (action_pattern, resource_pattern, days, made_by) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (action_pattern, resource_pattern) DO UPDATE SET days = $3, made_by = $4, made_at = now()"
        " RETURNING *",
        new.action_pattern,
        new.resource_pattern,
        new.days,
        UUID(caller.user_id),
    )
    assert row is not None
    return Policy(**row)


async def remove_policy(database: Database, policy_id: UUID) -> None:
    """Take a policy away; the one for everything stays."""
    row = await database.fetch_one("SELECT * FROM retention_policies WHERE id = $1", policy_id)
    if row is None:
        raise not_found("policy")
    if (row["action_pattern"], row["resource_pattern"]) == ("*", "*"):
        raise ApiError(409, "POLICY_IS_THE_LAST", "The policy for everything stays; change it instead.")
    await database.execute("DELETE FROM retention_policies WHERE id = $1", policy_id)


async def place_hold(database: Database, new: NewHold, caller: Caller) -> Hold:
    """Keep the records of a resource, whatever their age, until the hold is lifted."""
    row = await database.fetch_one(
        "INSERT INTO legal_holds (resource_type, resource_id, reason, placed_by) VALUES ($1, $2, $3, $4) RETURNING *",
        new.resource_type,
        new.resource_id,
        new.reason,
        UUID(caller.user_id),
    )
    assert row is not None
    return Hold(**row)


async def holds(database: Database) -> list[Hold]:
    """Those that count, the newest first; at most 200."""
    rows = await database.fetch(
        "SELECT * FROM legal_holds WHERE lifted_at IS NULL ORDER BY placed_at DESC, id LIMIT 200"
    )
    return [Hold(**row) for row in rows]


async def lift_hold(database: Database, hold_id: UUID) -> Hold:
    """Let the records of a resource go when their time is over; `ApiError` 404 when there is no such hold."""
    row = await database.fetch_one(
        "UPDATE legal_holds SET lifted_at = now() WHERE id = $1 AND lifted_at IS NULL RETURNING *", hold_id
    )
    if row is None:
        raise not_found("hold")
    return Hold(**row)


async def archive(database: Database) -> int:
    """Move records whose time is over, and on which there is no hold, to the archive; how many.

    Of several policies that fit a record the one with the longest patterns counts, the resource's before the action's.
    """
    moved = await database.fetch(
        f"""
        WITH due AS (
            SELECT position FROM records
            WHERE event_time < now() - make_interval(secs => 86400 * (
                SELECT days FROM retention_policies
                WHERE action LIKE replace(replace(action_pattern, '_', '\\_'), '*', '%')
                  AND resource_id LIKE replace(replace(resource_pattern, '_', '\\_'), '*', '%')
                ORDER BY length(resource_pattern) DESC, length(action_pattern) DESC LIMIT 1
            ))
            AND NOT EXISTS (
                SELECT FROM legal_holds WHERE lifted_at IS NULL
                AND legal_holds.resource_type = records.resource_type
                AND legal_holds.resource_id = records.resource_id
            )
            ORDER BY position LIMIT {AT_ONCE} FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM records USING due WHERE records.position = due.position RETURNING records.*
        )
        INSERT INTO archive ({NAMES}) SELECT {NAMES} FROM gone RETURNING position
        """
    )
    ARCHIVED.inc(len(moved))
    return len(moved)


async def keep_archiving(database: Database, seconds: float) -> None:
    """Archive again and again. Ends by being cancelled."""
    while True:
        try:
            while await archive(database) == AT_ONCE:
                pass
        except ApiError:  # the database is away, which is logged already
            pass
        except Exception:
            log.exception("archiving failed")
        await asyncio.sleep(seconds)
