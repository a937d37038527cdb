"""Maps: made by anybody, closed by whoever made them; and who may see what is on one."""

from __future__ import annotations

import logging
from uuid import UUID

from redis.exceptions import RedisError

from platforms.common.errors import ApiError, forbidden, unavailable
from platforms.common.security import Caller
from platforms.globe.realtime import access, sessions
from platforms.globe.realtime.changes import changing, map_not_found
from platforms.globe.realtime.context import Globe
from platforms.globe.realtime.model import Map, Session, map_of, session_of

log = logging.getLogger(__name__)

MOST_LISTED = 500


async def every(globe: Globe) -> list[Map]:
    """Open maps by name, at most 500."""
    rows = await globe.database.fetch(
        "SELECT * FROM maps WHERE closed_at IS NULL ORDER BY lower(name COLLATE pg_c_utf8), id LIMIT $1", MOST_LISTED
    )
    return [map_of(row) for row in rows]


async def get(globe: Globe, map_id: UUID) -> Map:
    row = await globe.database.fetch_one("SELECT * FROM maps WHERE id = $1 AND closed_at IS NULL", map_id)
    if row is None:
        raise map_not_found()
    return map_of(row)


async def create(globe: Globe, caller: Caller, name: str) -> Map:
    async with globe.database.transaction() as connection:
        row = await connection.fetchrow(
            "INSERT INTO maps (name, created_by) VALUES ($1, $2) RETURNING *", name, caller.user_id
        )
    assert row is not None
    return map_of(row)


async def close(globe: Globe, caller: Caller, map_id: UUID) -> None:
    """Close a map for good: everybody leaves, and its points of interest go."""
    async with changing(globe.database, map_id) as work:
        owner = await work.connection.fetchval("SELECT created_by FROM maps WHERE id = $1", map_id)
        if str(owner) != caller.user_id and caller.role != "admin":
            raise forbidden()
        await work.note("map_closed", {})
        rows = await work.connection.fetch(
            "WITH ended AS (UPDATE map_sessions SET ended_at = now(), poi_id = NULL, sequence = $2"
            " WHERE map_id = $1 AND ended_at IS NULL RETURNING *)"
            " SELECT s.*, p.display_name AS person_name FROM ended s JOIN people p ON p.id = s.person_id",
            map_id,
            work.next() - 1,
        )
        await work.connection.execute("UPDATE map_sessions SET poi_id = NULL WHERE map_id = $1", map_id)
        await work.connection.execute("DELETE FROM pois WHERE map_id = $1", map_id)
        await work.connection.execute("UPDATE maps SET closed_at = now() WHERE id = $1", map_id)
    await globe.bus.tell(work.changes)
    await globe.presence.put(*(session_of(row) for row in rows))


async def people_on(globe: Globe, caller: Caller, map_id: UUID) -> tuple[list[Session], bool]:
    """Who is on a map, by name, for those who are; and whether only Redis could be asked."""
    try:
        await access.check_on_map(globe, caller, map_id)
        return await sessions.active_on(globe.database, map_id), globe.bus.degraded
    except ApiError as error:
        if error.status != 503:
            raise
    known = await remembered(globe, map_id)
    if caller.role != "admin" and not any(str(one.person.id) == caller.user_id for one in known):
        raise access.not_on_map()
    return known, True


async def remembered(globe: Globe, map_id: UUID) -> list[Session]:
    """Who is on a map, as Redis knows it; `ApiError` 503 when it does not answer either."""
    try:
        return await globe.presence.of_map(map_id)
    except (RedisError, OSError) as error:
        log.warning("nobody knows who is on the map: %r", error)
        raise unavailable("Who is here") from None
