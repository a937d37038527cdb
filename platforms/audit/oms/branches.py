"""Branches: each with documents of its own, and with locks that keep others from changing them."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from platforms.audit.oms import trail
from platforms.audit.oms.trail import Author
from platforms.common.database import Database
from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment

BranchName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
MAIN = "main"


class Branch(BaseModel):
    name: str
    state: Literal["ACTIVE", "LOCKED_FOR_WRITE", "ARCHIVED"]
    made_at: Moment


class NewBranch(BaseModel):
    name: BranchName


async def every(database: Database) -> list[Branch]:
    """All branches by name, at most 200."""
    return [
        _shown(row)
        for row in await database.fetch(
            "SELECT *, locked(locks, 'object_type', NULL, NULL) OR locked(locks, 'schema', NULL, NULL) AS locked"
            " FROM branches ORDER BY name LIMIT 200"
        )
    ]


async def create(database: Database, new: NewBranch, author: Author) -> Branch:
    """Make a branch without documents; `ApiError` 409 when there is one of this name."""
    async with database.transaction() as connection:
        row = await connection.fetchrow(
            "INSERT INTO branches (name, made_by) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING *, false AS locked",
            new.name,
            author.id,
        )
        if row is None:
            raise ApiError(409, "RESOURCE_ALREADY_EXISTS", f"There is a branch {new.name} already.")
        await trail.tell(connection, "branch.create", target_of(new.name), author.actor, new={"state": "ACTIVE"})
    return _shown(row)


async def archive(database: Database, name: str, author: Author) -> Branch:
    """Close a branch for good; `ApiError` 409 for main, and while it is locked."""
    if name == MAIN:
        raise ApiError(409, "BRANCH_IS_MAIN", "The main branch stays.")
    async with database.transaction() as connection:
        row = await connection.fetchrow("SELECT * FROM branches WHERE name = $1 FOR UPDATE", name)
        if row is None:
            raise not_found("branch")
        if await connection.fetchval(
            "SELECT EXISTS (SELECT FROM jsonb_array_elements($1::jsonb) AS l WHERE live(l))", row["locks"]
        ):
            raise ApiError(409, "BRANCH_IS_LOCKED", "Somebody has locked this branch.")
        if row["state"] != "ARCHIVED":
            await connection.execute("UPDATE branches SET state = 'ARCHIVED' WHERE name = $1", name)
            await trail.tell(
                connection, "branch.delete", target_of(name), author.actor, old={"state": "ACTIVE"},
                new={"state": "ARCHIVED"},
            )  # fmt: skip
    return Branch(name=name, state="ARCHIVED", made_at=row["made_at"])


async def check_there(database: Database, name: str) -> None:
    """`ApiError` 404 when there is no such branch."""
    if not await database.value("SELECT EXISTS (SELECT FROM branches WHERE name = $1)", name):
        raise not_found("branch")


async def check_open(database: Database, name: str, kind: str, holding: UUID | None, author: UUID) -> None:
    """Why nobody but the holder of a lock may change documents of this kind: `ApiError` 404, 409 or 423, or nothing."""
    row = await database.fetch_one(
        "SELECT state, (SELECT lock FROM jsonb_array_elements(locks) AS lock"
        "   WHERE live(lock) AND (lock->>'resource_type' IS NULL OR lock->>'resource_type' = $2)"
        "     AND ((lock->>'id')::uuid IS DISTINCT FROM $3 OR (lock->>'holder_id')::uuid <> $4) LIMIT 1) AS lock"
        " FROM branches WHERE name = $1",
        name,
        kind,
        holding,
        author,
    )
    if row is None:
        raise not_found("branch")
    if row["state"] == "ARCHIVED":
        raise ApiError(409, "BRANCH_IS_ARCHIVED", "This branch is closed. Make another one.")
    if holding is not None and not await holds(database, name, holding):
        raise lost()
    if row["lock"] is not None:
        raise frozen(name, row["lock"])


async def holds(database: Database, branch: str, lock_id: UUID) -> bool:
    """Whether a lock still counts."""
    return bool(
        await database.value(
            "SELECT EXISTS (SELECT FROM branches, jsonb_array_elements(locks) AS lock"
            " WHERE name = $1 AND live(lock) AND (lock->>'id')::uuid = $2)",
            branch,
            lock_id,
        )
    )


def frozen(branch: str, lock: dict[str, Any]) -> ApiError:
    """The refusal of a change while somebody else has locked what it is about."""
    ends = datetime.fromisoformat(lock["expires_at"])
    seconds = max(1, math.ceil((ends - datetime.now(UTC)).total_seconds()))
    scope = "BRANCH" if lock["resource_type"] is None else "RESOURCE_TYPE"
    return ApiError(
        423,
        "SCHEMA_FROZEN",
        f"{lock['holder']} has locked this branch: {lock['reason']}. Try again later, or work on another branch.",
        {
            "branch": branch, "lock_scope": scope, "resource_type": lock["resource_type"], "reason": lock["reason"],
            "retry_after_seconds": seconds,
            "alternative_actions": ["wait until the lock is over", "change it on another branch"],
        },
        {"Retry-After": str(seconds)},
    )  # fmt: skip


def lost() -> ApiError:
    """The refusal of what somebody does in the belief that they hold a lock."""
    return ApiError(423, "LOCK_LOST", "Your lock is over. Acquire it again, and look at what has changed meanwhile.")


def target_of(branch: str) -> dict[str, Any]:
    """A branch as records call it."""
    return {"resource_type": "branch", "resource_id": branch, "resource_name": branch, "branch": branch}


def _shown(row: Any) -> Branch:
    frozen_now = row["state"] == "ACTIVE" and row["locked"]
    return Branch(name=row["name"], state="LOCKED_FOR_WRITE" if frozen_now else row["state"], made_at=row["made_at"])
