"""Sessions: opened by signing in, remembered in Redis, ended everywhere at once.

Who a session belongs to and whether it lives is decided by the database; Redis holds copies. A copy
is made of what is committed, with the person's row locked. A change that makes copies untrue locks
that row too, removes them, and only then is committed: so nobody finds an ended session, or a former
role, once they have heard of the change. What Redis does not remove, because it is away, is noted in
`cache_removals` as part of the change, and removed when it is back.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from asyncpg import Record
from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.common.security import Caller, SessionCopies, session_key

log = logging.getLogger(__name__)

SIGNED_OUT = "user.events.signed_out"


class Change(Protocol):
    """A transaction under way, and who is told what happens in it; `Quiet` where nobody is."""

    @property
    def connection(self) -> Connection: ...

    async def emit(self, subject: str, data: dict[str, Any], /) -> object: ...


@dataclass(frozen=True)
class Quiet:
    """A change of a platform without a broker."""

    connection: Connection

    async def emit(self, subject: str, data: dict[str, Any], /) -> None:
        """Tell nobody."""


async def opened_before(change: Change, person_id: UUID, session_id: UUID) -> Caller | None:
    """The session that was opened for this person under this id; None when there is none yet, and no other opens it."""
    await change.connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(session_id))
    person = await change.connection.fetchrow(
        "SELECT people.* FROM people JOIN sessions ON person_id = people.id"
        " WHERE sessions.id = $1 AND people.id = $2 AND ended_at IS NULL AND active FOR SHARE OF people",
        *(session_id, person_id),
    )
    return _caller(person, str(session_id)) if person else None


async def open_for(
    change: Change, person_id: UUID, lifetime_seconds: int, session_id: UUID | None = None
) -> Caller | None:
    """A new session of an active person, under this id if one is given; None when they are not (any more)."""
    person = await change.connection.fetchrow("SELECT * FROM people WHERE id = $1 AND active FOR SHARE", person_id)
    if person is None:
        return None
    opened = await change.connection.fetchval(
        "INSERT INTO sessions (id, person_id, expires_at)"
        " VALUES (coalesce($3, gen_random_uuid()), $1, now() + make_interval(secs => $2)) RETURNING id",
        *(person_id, lifetime_seconds, session_id),
    )
    return _caller(person, str(opened))


async def remember(database: Database, copies: SessionCopies, session_id: str) -> None:
    """Put a session that was opened into Redis, if that can be done now; its first use does it otherwise."""
    try:
        await recall(database, copies, session_id)
    except ApiError as error:
        log.warning("a new session is not remembered: %r", error)


async def recall(database: Database, copies: SessionCopies, session_id: str) -> Caller | None:
    """Whose session it is, put back into Redis; None when it has ended or never was."""
    async with database.transaction() as connection:
        person = await connection.fetchrow(
            "SELECT people.* FROM people JOIN sessions ON person_id = people.id"
            " WHERE sessions.id = $1 FOR SHARE OF people",
            session_id,
        )
        expires_at: datetime | None = await connection.fetchval(
            "SELECT expires_at FROM sessions WHERE id = $1 AND ended_at IS NULL AND expires_at > now()",
            session_id,
        )
        if person is None or expires_at is None:
            return None
        caller = _caller(person, session_id)
        await copies.keep(caller, (expires_at - datetime.now(UTC)).total_seconds())
        return caller


async def end(change: Change, cache: Redis, session_id: UUID) -> None:
    """End one session; nothing happens when it has ended already."""
    person_id = await change.connection.fetchval(
        "SELECT people.id FROM people JOIN sessions ON person_id = people.id WHERE sessions.id = $1"
        " FOR NO KEY UPDATE OF people",
        session_id,
    )
    if person_id is not None:
        await _end(change, cache, person_id, session_id)


async def end_all(change: Change, cache: Redis, person_id: UUID) -> None:
    """End every session of a person, whose row the change has locked."""
    await _end(change, cache, person_id, None)


async def renew_all(change: Change, cache: Redis, person_id: UUID) -> None:
    """Have the live sessions of a person, whose row the change has locked, looked up afresh."""
    live = await change.connection.fetch(
        "SELECT id FROM sessions WHERE person_id = $1 AND ended_at IS NULL AND expires_at > now()", person_id
    )
    await _forget(change.connection, cache, [row["id"] for row in live])


async def forget_at_last(database: Database, cache: Redis) -> bool:
    """Remove the copies that could not be removed in their change; False when they still cannot."""
    try:
        rows = await database.fetch("SELECT id, key FROM cache_removals")
        if rows:
            await cache.delete(*{row["key"] for row in rows})
            done = [row["id"] for row in rows]
            await database.execute("DELETE FROM cache_removals WHERE id = ANY($1)", done)
    except (RedisError, OSError, ApiError) as error:
        log.warning("untrue sessions wait to be removed from Redis: %r", error)
        return False
    return True


def _caller(person: Record, session_id: str) -> Caller:
    return Caller(
        str(person["id"]), person["display_name"], person["role"], session_id, tenant=person.get("tenant") or ""
    )


async def _end(change: Change, cache: Redis, person_id: UUID, only: UUID | None) -> None:
    ended = await change.connection.fetch(
        "UPDATE sessions SET ended_at = now()"
        " WHERE person_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR id = $2) RETURNING id",
        person_id,
        only,
    )
    await _forget(change.connection, cache, [row["id"] for row in ended])
    for row in ended:
        await change.emit(SIGNED_OUT, {"user_id": str(person_id), "session_id": str(row["id"])})


async def _forget(connection: Connection, cache: Redis, session_ids: list[UUID]) -> None:
    keys = [session_key(str(session_id)) for session_id in session_ids]
    if not keys:
        return
    try:
        await cache.delete(*keys)
    except (RedisError, OSError) as error:
        log.warning("untrue sessions wait to be removed from Redis: %r", error)
        await connection.execute("INSERT INTO cache_removals (key) SELECT unnest($1::text[])", keys)
