"""Locks of branches: one holder at a time, as long as they are heard of, and no longer than they said.

Whatever a holder does, they do with the lock's id. Should it be over meanwhile, because they were frozen for a while,
that is refused (423), whoever has the branch by then; `fence` grows with every lock of a branch: who was later.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, Field

from platforms.audit.oms import trail
from platforms.audit.oms.branches import frozen, lost, target_of
from platforms.audit.oms.trail import Author
from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError, forbidden, not_found
from platforms.common.fields import Moment, line

MISSED_HEARTBEATS = 3


class NewLock(BaseModel):
    lock_type: Literal["INDEXING", "MIGRATION", "BACKUP", "MAINTENANCE", "MANUAL"] = "MANUAL"
    resource_type: Literal["schema", "object_type"] | None = None
    """Only documents of this kind; null for the whole branch."""
    reason: Annotated[str, line(1, 200)]
    seconds: Annotated[float, Field(gt=0, le=24 * 3600, allow_inf_nan=False)] = 3600
    """Until the lock is over, whatever happens."""
    heartbeat_seconds: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)] = 60
    """How often its holder promises to be heard of; after three times that without, it is over."""


class ForcedUnlock(BaseModel):
    reason: Annotated[str, line(1, 200)]


class Lock(BaseModel):
    id: UUID
    branch: str
    lock_type: str
    resource_type: str | None
    reason: str
    holder: str
    holder_id: UUID
    fence: int
    acquired_at: Moment
    expires_at: Moment
    heartbeat_at: Moment
    heartbeat_seconds: float


async def acquire(database: Database, branch: str, new: NewLock, author: Author) -> Lock:
    """Lock a branch, or one kind of its documents; `ApiError` 423 while a lock overlaps."""
    async with database.transaction() as connection:
        row = await _branch(connection, branch)
        live = await _live(connection, row["locks"])
        for other in live:
            if new.resource_type is None or other["resource_type"] in (None, new.resource_type):
                raise frozen(branch, other)
        now = await connection.fetchval("SELECT clock_timestamp()")
        lock = Lock(
            id=uuid4(), branch=branch, lock_type=new.lock_type, resource_type=new.resource_type, reason=new.reason,
            holder=author.name, holder_id=author.id, fence=row["last_fence"] + 1, acquired_at=now,
            expires_at=now + timedelta(seconds=new.seconds), heartbeat_at=now, heartbeat_seconds=new.heartbeat_seconds,
        )  # fmt: skip
        await connection.execute(
            "UPDATE branches SET locks = $2, last_fence = $3 WHERE name = $1", branch, [*live, _kept(lock)], lock.fence
        )
        await trail.tell(connection, "branch.lock", target_of(branch), author.actor, new=_told(lock))
    return lock


async def heartbeat(database: Database, branch: str, lock_id: UUID, author: Author) -> Lock:
    """Be heard of; `ApiError` 423 when the lock is over, 403 when it is somebody else's."""
    async with database.transaction() as connection:
        live = await _live(connection, (await _branch(connection, branch))["locks"])
        mine = _own(live, lock_id, author)
        now: datetime = await connection.fetchval("SELECT clock_timestamp()")
        lock = Lock(**{**mine, "heartbeat_at": now})
        others = [one for one in live if one["id"] != str(lock_id)]
        await connection.execute("UPDATE branches SET locks = $2 WHERE name = $1", branch, [*others, _kept(lock)])
    return lock


async def release(database: Database, branch: str, lock_id: UUID, author: Author) -> None:
    """Give a lock back; an admin may give back anybody's. `ApiError` 423 when it is over already."""
    async with database.transaction() as connection:
        live = await _live(connection, (await _branch(connection, branch))["locks"])
        mine = _own(live, lock_id, author, admin=True)
        await _remove(connection, branch, live, [mine], author, "branch.unlock")


async def force(database: Database, branch: str, reason: str, author: Author) -> list[Lock]:
    """Take all locks of a branch away from their holders; those that there were."""
    async with database.transaction() as connection:
        live = await _live(connection, (await _branch(connection, branch))["locks"])
        if not live:
            raise not_found("lock")
        await _remove(connection, branch, live, live, author, "branch.force_unlock", reason)
    return [Lock(**one) for one in live]


async def every(database: Database, branch: str) -> list[Lock]:
    """The locks of a branch that count now."""
    async with database.connection() as connection:
        row = await connection.fetchrow("SELECT locks FROM branches WHERE name = $1", branch)
        if row is None:
            raise not_found("branch")
        return [Lock(**one) for one in await _live(connection, row["locks"])]


async def _branch(connection: Connection, name: str) -> Any:
    """The branch, kept from everybody who changes something on it."""
    row = await connection.fetchrow("SELECT * FROM branches WHERE name = $1 FOR UPDATE", name)
    if row is None:
        raise not_found("branch")
    if row["state"] == "ARCHIVED":
        raise ApiError(409, "BRANCH_IS_ARCHIVED", "This branch is closed. Make another one.")
    return row


async def _live(connection: Connection, locks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = await connection.fetch("SELECT lock FROM jsonb_array_elements($1::jsonb) AS lock WHERE live(lock)", locks)
    return [row["lock"] for row in rows]


def _own(live: list[dict[str, Any]], lock_id: UUID, author: Author, *, admin: bool = False) -> dict[str, Any]:
    found = next((one for one in live if one["id"] == str(lock_id)), None)
    if found is None:
        raise lost()
    if found["holder_id"] != str(author.id) and not (admin and author.role == "admin"):
        raise forbidden()
    return found


async def _remove(
    connection: Connection,
    branch: str,
    live: list[dict[str, Any]],
    gone: list[dict[str, Any]],
    author: Author,
    action: str,
    reason: str = "",
) -> None:
    kept = [one for one in live if one not in gone]
    await connection.execute("UPDATE branches SET locks = $2 WHERE name = $1", branch, kept)
    for one in gone:
        new = {"forced_because": reason} if reason else None
        await trail.tell(connection, action, target_of(branch), author.actor, old=_told(Lock(**one)), new=new)


def _kept(lock: Lock) -> dict[str, Any]:
    """As the branch holds it; `silent_at` is when its holder counts as gone."""
    silent = lock.heartbeat_at + timedelta(seconds=MISSED_HEARTBEATS * lock.heartbeat_seconds)
    told: dict[str, Any] = lock.model_dump(mode="json")
    exact = {name: getattr(lock, name).astimezone(UTC).isoformat() for name in ("expires_at", "heartbeat_at")}
    return {**told, **exact, "silent_at": silent.astimezone(UTC).isoformat()}


def _told(lock: Lock) -> dict[str, Any]:
    told: dict[str, Any] = lock.model_dump(
        mode="json", include={"id", "lock_type", "resource_type", "reason", "holder", "fence"}
    )
    return told
