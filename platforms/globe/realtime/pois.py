"""Points of interest: made, changed and removed by anybody on the map; and gathering at one."""

from __future__ import annotations

from uuid import UUID

from platforms.common.errors import ApiError
from platforms.common.security import Caller
from platforms.globe.realtime import access, sessions, state
from platforms.globe.realtime.changes import Changing, changing, read_poi
from platforms.globe.realtime.context import Globe
from platforms.globe.realtime.geography import Position, Rectangle, distance
from platforms.globe.realtime.model import SESSION_COLUMNS, SESSIONS, Place, Poi, Session, session_of

APART_METRES = 100.0
MOST_ON_MAP = 200
DEGREES_NEAR = 0.001
"""Of latitude: a little more than `APART_METRES`."""


def poi_not_found() -> ApiError:
    return ApiError(404, "POI_NOT_FOUND", "There is no such point of interest.")


def within(every: list[Poi], rectangle: Rectangle | None) -> list[Poi]:
    """Those in the rectangle, or all of them."""
    return [poi for poi in every if rectangle is None or poi.position.position in rectangle]


def too_near(place: Position, others: list[Position]) -> bool:
    """Whether one of the others is nearer than 100 m."""
    return any(distance(place, other) < APART_METRES for other in others)


async def every(globe: Globe, caller: Caller, map_id: UUID, rectangle: Rectangle | None) -> list[Poi]:
    """The points of interest of a map, or of a part of it, for those who are on it."""
    await access.check_on_map(globe, caller, map_id)
    return within((await state.of_map(globe, map_id)).pois, rectangle)


async def get(globe: Globe, caller: Caller, poi_id: UUID) -> Poi:
    """One of them, for those who are on its map."""
    await access.check_on_map(globe, caller, await _map_of(globe, poi_id))
    async with globe.database.connection() as connection:
        poi = await read_poi(connection, poi_id)
    if poi is None:
        raise poi_not_found()
    return poi


async def create(
    globe: Globe, caller: Caller, map_id: UUID, *, name: str, description: str, position: Place, max_participants: int
) -> Poi:
    """Make one; `ApiError` 409 when another is nearer than 100 m."""
    await access.check_on_map(globe, caller, map_id)
    async with changing(globe.database, map_id) as work:
        await _check_room(work, position)
        poi_id = await work.connection.fetchval(
            "INSERT INTO pois (map_id, name, description, lat, lng, max_participants, created_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            map_id,
            name,
            description,
            position.lat,
            position.lng,
            max_participants,
            caller.user_id,
        )
        poi = await _read(work, poi_id)
        await work.note("poi_created", {"poi": poi.model_dump(mode="json")})
        alive = await sessions.show_life(work, caller)
    await globe.bus.tell(work.changes)
    await globe.presence.put(*alive)
    return poi


async def _check_room(work: Changing, place: Place) -> None:
    if await work.connection.fetchval("SELECT count(*) FROM pois WHERE map_id = $1", work.map_id) >= MOST_ON_MAP:
        raise ApiError(409, "MAP_FULL", f"A map has at most {MOST_ON_MAP} points of interest.")
    near = await work.connection.fetch(
        "SELECT lat, lng FROM pois WHERE map_id = $1 AND lat BETWEEN $2 AND $3",
        work.map_id,
        place.lat - DEGREES_NEAR,
        place.lat + DEGREES_NEAR,
    )
    if too_near(place.position, [Position(row["lat"], row["lng"]) for row in near]):
        raise ApiError(409, "DUPLICATE_LOCATION", f"Another one is nearer than {APART_METRES:g} m.")


async def change(
    globe: Globe, caller: Caller, poi_id: UUID, *, name: str, description: str, max_participants: int
) -> Poi:
    """Change one; `ApiError` 409 when more gather there than it would hold."""
    map_id = await _map_of(globe, poi_id)
    await access.check_on_map(globe, caller, map_id)
    async with changing(globe.database, map_id) as work:
        if (await _read(work, poi_id)).participant_count > max_participants:
            raise capacity_exceeded(max_participants)
        await work.connection.execute(
            "UPDATE pois SET name = $2, description = $3, max_participants = $4 WHERE id = $1",
            poi_id,
            name,
            description,
            max_participants,
        )
        poi = await _read(work, poi_id)
        await work.note("poi_updated", {"poi": poi.model_dump(mode="json")})
        alive = await sessions.show_life(work, caller)
    await globe.bus.tell(work.changes)
    await globe.presence.put(*alive)
    return poi


async def remove(globe: Globe, caller: Caller, poi_id: UUID) -> None:
    """Remove one; whoever gathers there stays on the map."""
    map_id = await _map_of(globe, poi_id)
    await access.check_on_map(globe, caller, map_id)
    async with changing(globe.database, map_id) as work:
        await _read(work, poi_id)
        rows = await work.connection.fetch(
            "WITH s AS (UPDATE map_sessions SET poi_id = NULL, sequence = CASE WHEN ended_at IS NULL THEN $2 ELSE"
            " sequence END WHERE poi_id = $1 RETURNING *)"
            " SELECT s.*, p.display_name AS person_name FROM s JOIN people p ON p.id = s.person_id",
            poi_id,
            work.next(),
        )
        await work.connection.execute("DELETE FROM pois WHERE id = $1", poi_id)
        await work.note("poi_removed", {"poi_id": str(poi_id)})
        alive = await sessions.show_life(work, caller)
    await globe.bus.tell(work.changes)
    await globe.presence.put(*(session_of(row) for row in rows), *alive)


async def join(globe: Globe, caller: Caller, poi_id: UUID, origin: UUID | None = None) -> Poi:
    """Gather there, and leave where one gathered before; `ApiError` 409 when it is full or one is there already."""
    map_id = await _map_of(globe, poi_id)
    async with changing(globe.database, map_id) as work:
        session = await _session_on(work, caller)
        poi = await _read(work, poi_id)
        if session.poi_id == poi_id:
            raise ApiError(409, "ALREADY_JOINED", "You are there already.")
        check_room(poi)
        if session.poi_id is not None:
            await sessions.leave_poi(work, session)  # who goes hears of this, for it is not what they asked
        await work.connection.execute(
            "UPDATE map_sessions SET poi_id = $2, sequence = $3, last_active_at = now() WHERE id = $1",
            session.id,
            poi_id,
            work.next(),
        )
        await sessions.settle_discussion(work, poi_id)
        await sessions.note_gathering(work, "poi_joined", session, poi_id, origin)
        session, poi = await _session_on(work, caller), await _read(work, poi_id)
    await globe.bus.tell(work.changes)
    await globe.presence.put(session)
    return poi


def check_room(poi: Poi) -> None:
    """`ApiError` 409 when nobody more fits in."""
    if poi.participant_count >= poi.max_participants:
        raise capacity_exceeded(poi.max_participants)


def capacity_exceeded(limit: int) -> ApiError:
    return ApiError(409, "CAPACITY_EXCEEDED", f"There is room for {limit} here.", {"max_participants": limit})


async def leave(globe: Globe, caller: Caller, poi_id: UUID, origin: UUID | None = None) -> Poi:
    """Go from where one gathers; `ApiError` 409 when one is not there."""
    map_id = await _map_of(globe, poi_id)
    async with changing(globe.database, map_id) as work:
        session = await _session_on(work, caller)
        if session.poi_id != poi_id:
            raise ApiError(409, "NOT_JOINED", "You are not there.")
        await sessions.leave_poi(work, session, origin)
        await sessions.show_life(work, caller)
        session, poi = await _session_on(work, caller), await _read(work, poi_id)
    await globe.bus.tell(work.changes)
    await globe.presence.put(session)
    return poi


async def _map_of(globe: Globe, poi_id: UUID) -> UUID:
    found: UUID | None = await globe.database.value("SELECT map_id FROM pois WHERE id = $1", poi_id)
    if found is None:
        raise poi_not_found()
    return found


async def _read(work: Changing, poi_id: UUID) -> Poi:
    poi = await read_poi(work.connection, poi_id)
    if poi is None:
        raise poi_not_found()
    return poi


async def _session_on(work: Changing, caller: Caller) -> Session:
    row = await work.connection.fetchrow(
        f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.map_id = $1 AND s.person_id = $2 AND s.ended_at IS NULL",
        work.map_id,
        caller.user_id,
    )
    if row is None:
        raise access.not_on_map()
    return session_of(row)
