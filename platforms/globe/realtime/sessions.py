"""Being on a map: coming, moving, being heard of, leaving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg

from platforms.common.database import Database
from platforms.common.errors import ApiError, forbidden
from platforms.common.security import Caller
from platforms.globe.realtime.changes import Changing, changing, participants_of, read_poi
from platforms.globe.realtime.context import Globe
from platforms.globe.realtime.model import SESSION_COLUMNS, SESSIONS, Change, Participant, Place, Session, session_of

MOVE = """
WITH here AS (
    UPDATE maps m SET sequence = m.sequence + 1 FROM map_sessions s
    WHERE s.id = $1 AND s.person_id = $2 AND s.ended_at IS NULL AND m.id = s.map_id RETURNING m.id, m.sequence
), moved AS (
    UPDATE map_sessions s SET lat = $3, lng = $4, last_active_at = now(), sequence = here.sequence
    FROM here WHERE s.id = $1 AND s.ended_at IS NULL RETURNING s.*
), noted AS (
    INSERT INTO changes (map_id, sequence, type, data, origin)
    SELECT map_id, sequence, 'avatar_moved', $5, $6::uuid FROM moved RETURNING at
)
SELECT s.*, p.display_name AS person_name, noted.at FROM moved s JOIN people p ON p.id = s.person_id, noted
"""
"""One statement, so that nobody else waits longer than it takes. The map's row first, as everywhere.

In a transaction all the same: a database that hangs does, when it goes on, what it was told before it was given up.
"""


def session_not_found() -> ApiError:
    return ApiError(404, "SESSION_NOT_FOUND", "There is no such session.")


def session_ended() -> ApiError:
    return ApiError(409, "SESSION_ENDED", "This session has ended. Enter the map again.")


async def active_on(database: Database, map_id: UUID) -> list[Session]:
    """Who is on a map, by name."""
    rows = await database.fetch(
        f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.map_id = $1 AND s.ended_at IS NULL"
        " ORDER BY lower(p.display_name COLLATE pg_c_utf8), s.id",
        map_id,
    )
    return [session_of(row) for row in rows]


async def find(database: Database, session_id: UUID) -> Session:
    row = await database.fetch_one(f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.id = $1", session_id)
    if row is None:
        raise session_not_found()
    return session_of(row)


async def own(database: Database, caller: Caller, session_id: UUID, *, active: bool = True) -> Session:
    """The caller's session; `ApiError` 404 when it is not theirs, 409 when it has ended."""
    session = await find(database, session_id)
    if str(session.person.id) != caller.user_id:
        raise session_not_found()
    if active and not session.active:
        raise session_ended()
    return session


async def enter(globe: Globe, caller: Caller, map_id: UUID, place: Place, person_id: UUID | None = None) -> Session:
    """Open a session; `ApiError` 409 when the person has one on this map already.

    `person_id`: whom an admin brings in; others come by themselves.
    """
    who = person_id or UUID(caller.user_id)
    if str(who) != caller.user_id and caller.role != "admin":
        raise forbidden()
    async with changing(globe.database, map_id) as work:
        session = await _store(work, who, place)
        await work.note("user_joined", {"session": session.model_dump(mode="json")})
    await globe.bus.tell(work.changes)
    await globe.presence.put(session)
    return session


async def _store(work: Changing, person_id: UUID, place: Place) -> Session:
    try:
        async with work.connection.transaction():
            session_id = await work.connection.fetchval(
                "INSERT INTO map_sessions (map_id, person_id, lat, lng, sequence) VALUES ($1, $2, $3, $4, $5)"
                " RETURNING id",
                work.map_id,
                person_id,
                place.lat,
                place.lng,
                work.next(),
            )
    except asyncpg.ForeignKeyViolationError:
        raise ApiError(404, "PERSON_NOT_FOUND", "There is no such person.") from None
    except asyncpg.UniqueViolationError:
        known = await work.connection.fetchval(
            "SELECT id FROM map_sessions WHERE map_id = $1 AND person_id = $2 AND ended_at IS NULL",
            work.map_id,
            person_id,
        )
        raise ApiError(
            409, "SESSION_ALREADY_OPEN", "This person is on the map already.", {"session_id": str(known)}
        ) from None
    return await _read(work, session_id)


async def _read(work: Changing, session_id: UUID) -> Session:
    row = await work.connection.fetchrow(f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.id = $1", session_id)
    assert row is not None
    return session_of(row)


async def move(globe: Globe, caller: Caller, session_id: UUID, place: Place, origin: UUID | None = None) -> Session:
    """Go somewhere else; a move is a sign of life, too."""
    data: dict[str, Any] = {
        "session_id": str(session_id),
        "person_id": caller.user_id,
        "position": place.model_dump(),
    }
    async with globe.database.transaction() as connection:
        row = await connection.fetchrow(MOVE, session_id, caller.user_id, place.lat, place.lng, data, origin)
    if row is None:
        await own(globe.database, caller, session_id)
        raise session_ended()
    session = session_of(row)
    change = Change(
        map_id=session.map_id, sequence=session.sequence, type="avatar_moved", data=data, at=row["at"], origin=origin
    )
    await globe.bus.tell([change])
    await globe.presence.put(session)
    return session


async def heartbeat(globe: Globe, caller: Caller, session_id: UUID) -> Session:
    """Tell that one is still there."""
    async with globe.database.transaction() as connection:
        row = await connection.fetchrow(
            "WITH s AS (UPDATE map_sessions SET last_active_at = now()"
            " WHERE id = $1 AND person_id = $2 AND ended_at IS NULL RETURNING *)"
            " SELECT s.*, p.display_name AS person_name FROM s JOIN people p ON p.id = s.person_id",
            session_id,
            caller.user_id,
        )
    if row is None:
        await own(globe.database, caller, session_id)
        raise session_ended()
    session = session_of(row)
    await globe.presence.put(session)
    return session


async def show_life(work: Changing, caller: Caller) -> list[Session]:
    """What somebody does on a map is a sign of life: their session as it is then; none of an admin who is not on it."""
    rows = await work.connection.fetch(
        "WITH s AS (UPDATE map_sessions SET last_active_at = now()"
        " WHERE map_id = $1 AND person_id = $2 AND ended_at IS NULL RETURNING *)"
        " SELECT s.*, p.display_name AS person_name FROM s JOIN people p ON p.id = s.person_id",
        work.map_id,
        caller.user_id,
    )
    return [session_of(row) for row in rows]


async def leave(globe: Globe, caller: Caller, session_id: UUID) -> Session:
    """End one's session; one that has ended stays so."""
    session = await own(globe.database, caller, session_id, active=False)
    return await end(globe, session.map_id, session_id) if session.active else session


Condition = Callable[[Changing], Awaitable[bool]]


async def end(globe: Globe, map_id: UUID, session_id: UUID, condition: Condition | None = None) -> Session:
    """End a session, whoever's, if the condition still holds: the person leaves the map and every gathering on it."""
    async with changing(globe.database, map_id, even_closed=True) as work:
        session = await _read(work, session_id)
        if session.active and (condition is None or await condition(work)):
            await _end(work, session)
            session = await _read(work, session_id)
    await globe.bus.tell(work.changes)
    await globe.presence.put(session)
    return session


async def _end(work: Changing, session: Session) -> None:
    if session.poi_id is not None:
        await leave_poi(work, session)
    await work.connection.execute(
        "UPDATE map_sessions SET ended_at = now(), poi_id = NULL, sequence = $2 WHERE id = $1", session.id, work.next()
    )
    await work.note("user_left", {"session_id": str(session.id), "person_id": str(session.person.id)})


async def leave_poi(work: Changing, session: Session, origin: UUID | None = None) -> None:
    """Go from where one gathers."""
    assert session.poi_id is not None
    await work.connection.execute(
        "UPDATE map_sessions SET poi_id = NULL, sequence = $2 WHERE id = $1", session.id, work.next()
    )
    await settle_discussion(work, session.poi_id)
    await note_gathering(work, "poi_left", session, session.poi_id, origin)


async def settle_discussion(work: Changing, poi_id: UUID) -> list[Participant]:
    """A discussion begins with the second participant and ends when fewer are left."""
    participants = await participants_of(work.connection, poi_id)
    await work.connection.execute(
        "UPDATE pois SET discussion_since = CASE WHEN $2 THEN coalesce(discussion_since, now()) END WHERE id = $1",
        poi_id,
        len(participants) >= 2,
    )
    return participants


async def note_gathering(
    work: Changing, type_: str, session: Session, poi_id: UUID, origin: UUID | None = None
) -> None:
    poi = await read_poi(work.connection, poi_id)
    assert poi is not None
    data = {
        "session_id": str(session.id),
        "person_id": str(session.person.id),
        "name": session.person.name,
        "poi": poi.model_dump(mode="json"),
    }
    await work.note(type_, data, origin)
