"""A map at one moment: what somebody who comes is shown."""

from __future__ import annotations

from uuid import UUID

from platforms.globe.realtime.context import Globe
from platforms.globe.realtime.model import SESSION_COLUMNS, SESSIONS, Participant, Session, State, poi_of, session_of


async def of_map(globe: Globe, map_id: UUID) -> State:
    """All that is on a map at one moment."""
    async with globe.database.connection() as connection, connection.transaction(isolation="repeatable_read"):
        sequence = await connection.fetchval("SELECT sequence FROM maps WHERE id = $1", map_id)
        rows = await connection.fetch(
            f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.map_id = $1 AND s.ended_at IS NULL"
            " ORDER BY lower(p.display_name COLLATE pg_c_utf8), s.id",
            map_id,
        )
        places = await connection.fetch(
            "SELECT * FROM pois WHERE map_id = $1 ORDER BY lower(name COLLATE pg_c_utf8), id", map_id
        )
    everybody = [session_of(row) for row in rows]
    return State(
        map_id=map_id,
        sequence=sequence,
        sessions=everybody,
        pois=[poi_of(row, gathered(everybody, row["id"])) for row in places],
    )


def gathered(everybody: list[Session], poi_id: UUID) -> list[Participant]:
    """Those of them who gather there, in the same order."""
    return [Participant(session_id=one.id, person=one.person) for one in everybody if one.poi_id == poi_id]
