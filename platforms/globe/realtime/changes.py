"""Changing a map: one change after the other, numbered as they are committed.

Whoever changes a map holds its row first and then whatever else, so that numbers have no gaps, are told in the order in
which they were committed, and nobody waits in a circle.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.globe.realtime.model import SESSION_COLUMNS, SESSIONS, Change, Participant, PersonOnMap, Poi, poi_of

log = logging.getLogger(__name__)


def map_not_found() -> ApiError:
    return ApiError(404, "MAP_NOT_FOUND", "There is no such map.")


class Changing:
    """A transaction on one map, whose row it holds; `changes` are what was done in it, in order."""

    def __init__(self, connection: Connection, map_id: UUID, sequence: int, at: datetime) -> None:
        self.connection, self.map_id, self._sequence, self._at = connection, map_id, sequence, at
        self.changes: list[Change] = []

    def next(self) -> int:
        """The number of the change that is made next."""
        return self._sequence + 1

    async def note(self, type_: str, data: dict[str, Any], origin: UUID | None = None) -> Change:
        """Write down what was done, under the next number."""
        self._sequence += 1
        change = Change(map_id=self.map_id, sequence=self._sequence, type=type_, data=data, at=self._at, origin=origin)
        await self.connection.execute(
            "INSERT INTO changes (map_id, sequence, type, data, at, origin) VALUES ($1, $2, $3, $4, $5, $6)",
            self.map_id,
            change.sequence,
            type_,
            data,
            self._at,
            origin,
        )
        self.changes.append(change)
        return change

    async def keep_count(self) -> None:
        await self.connection.execute("UPDATE maps SET sequence = $2 WHERE id = $1", self.map_id, self._sequence)


@asynccontextmanager
async def changing(database: Database, map_id: UUID, *, even_closed: bool = False) -> AsyncIterator[Changing]:
    """All that is done in it happens, or none of it; `ApiError` 404 when there is no such map."""
    async with database.transaction() as connection:
        row = await connection.fetchrow(
            "SELECT sequence, closed_at, now() AS at FROM maps WHERE id = $1 FOR NO KEY UPDATE", map_id
        )
        if row is None or (row["closed_at"] is not None and not even_closed):
            raise map_not_found()
        work = Changing(connection, map_id, row["sequence"], row["at"])
        yield work
        if work.changes:
            await work.keep_count()


async def read_poi(connection: Connection, poi_id: UUID) -> Poi | None:
    """A point of interest with those who gather there, by name."""
    row = await connection.fetchrow("SELECT * FROM pois WHERE id = $1", poi_id)
    if row is None:
        return None
    return poi_of(row, await participants_of(connection, poi_id))


async def participants_of(connection: Connection, poi_id: UUID) -> list[Participant]:
    rows = await connection.fetch(
        f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.poi_id = $1 AND s.ended_at IS NULL"
        " ORDER BY lower(p.display_name COLLATE pg_c_utf8), s.id",
        poi_id,
    )
    return [
        Participant(session_id=row["id"], person=PersonOnMap(id=row["person_id"], name=row["person_name"]))
        for row in rows
    ]
