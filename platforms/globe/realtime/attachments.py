"""Which sessions have a socket somewhere, and the end of those that have none any more or are silent."""

from __future__ import annotations

import asyncio
import logging
import time
from uuid import UUID

from platforms.common.errors import ApiError
from platforms.globe.realtime import sessions
from platforms.globe.realtime.changes import Changing
from platforms.globe.realtime.context import Globe
from platforms.globe.realtime.feed import Seat

log = logging.getLogger(__name__)

RENEWING_SECONDS = 1.0
PRUNING_SECONDS = 2.0
"""How often what has become too old is looked for."""

LEFT = """
SELECT s.id, s.map_id FROM map_sessions s
WHERE s.ended_at IS NULL AND (
    s.last_active_at < now() - make_interval(secs => $1)
    OR s.detached_at < now() - make_interval(secs => $2)
        AND NOT EXISTS (SELECT FROM attachments WHERE session_id = s.id)
) AND ($3::uuid IS NULL OR s.id = $3)
ORDER BY row_number() OVER (PARTITION BY s.map_id ORDER BY s.id) LIMIT 200
"""
"""Sessions of people who are silent or whose last socket is gone, of each map in turn; or one if it is still so."""
SIDE_BY_SIDE = 4
"""Maps that people are taken off at the same time: nobody waits for the many who leave another one."""
TAKE_OFF = """
WITH gone AS (DELETE FROM attachments WHERE {which} RETURNING session_id, instance_id)
UPDATE map_sessions SET detached_at = {when} FROM gone JOIN instances ON instances.id = instance_id
WHERE map_sessions.id = session_id
"""


async def attach(globe: Globe, seat: Seat) -> None:
    """Note that this instance holds a socket of the session."""
    async with globe.database.transaction() as connection:
        await connection.execute("SELECT FROM map_sessions WHERE id = $1 FOR UPDATE", seat.session_id)
        await connection.execute(
            "INSERT INTO instances (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = now()",
            globe.instance_id,
            globe.name,
        )
        await connection.execute(
            "INSERT INTO attachments (connection_id, session_id, instance_id) VALUES ($1, $2, $3)",
            seat.id,
            seat.session_id,
            globe.instance_id,
        )


async def detach(globe: Globe, seat: Seat) -> None:
    """Note that it is gone; what cannot be noted now is noted when PostgreSQL is back."""
    try:
        await globe.database.execute(TAKE_OFF.format(which="connection_id = $1", when="now()"), seat.id)
    except ApiError:
        globe.detaching.add(seat.id)
        log.warning("a socket that is gone is not noted yet", extra={"connection_id": seat.id})


class Cleaning:
    """Renews what this instance holds, and ends the sessions of those who have left."""

    def __init__(self, globe: Globe) -> None:
        self._globe, self._settings = globe, globe.settings
        self._times = (self._settings.presence_seconds, self._settings.leaving_seconds)
        self._seen_since: float | None = None
        self._renewed_at = 0.0
        self._pruned_at = 0.0
        self._ending: dict[UUID, asyncio.Task[None]] = {}
        """By map."""
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def run(self) -> None:
        """Ends by being cancelled."""
        try:
            while True:
                try:
                    await self._once()
                except ApiError:  # the database is away, which is logged already
                    self._seen_since = None
                except Exception:
                    log.exception("the clean-up failed")
                await asyncio.sleep(self._settings.cleanup_seconds)
        finally:
            for ending in self._ending.values():
                ending.cancel()
            self._ending.clear()

    async def _once(self) -> None:
        now = time.monotonic()
        if now - self._renewed_at > self._settings.instance_seconds:
            self._seen_since = None  # others may not have been seen for as long, and still be there
        if self._seen_since is None or now - self._renewed_at > RENEWING_SECONDS:
            await self._renew()
            self._renewed_at = now
        if self._seen_since is None:
            self._seen_since = now
        if now - self._seen_since > self._settings.instance_seconds:
            await self._give_up_instances()
        gone: dict[UUID, list[UUID]] = {}
        for row in await self._globe.database.fetch(LEFT, *self._times, None):
            gone.setdefault(row["map_id"], []).append(row["id"])
        for map_id, session_ids in gone.items():
            if map_id not in self._ending:
                self._ending[map_id] = asyncio.create_task(self._end_all(map_id, session_ids))
        if now - self._pruned_at > PRUNING_SECONDS:
            await self._prune()
            self._pruned_at = now

    async def _renew(self) -> None:
        """Show that this instance lives, and take off what could not be taken off when its socket went."""
        gone = list(self._globe.detaching)
        await self._globe.database.execute(
            "INSERT INTO instances (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = now()",
            self._globe.instance_id,
            self._globe.name,
        )
        if gone:
            await self._globe.database.execute(TAKE_OFF.format(which="connection_id = ANY($1)", when="now()"), gone)
            self._globe.detaching.difference_update(gone)

    async def _give_up_instances(self) -> None:
        """Those that were not seen for long hold no sockets any more."""
        async with self._globe.database.transaction() as connection:
            gone = await connection.fetch(
                "SELECT id FROM instances WHERE seen_at < now() - make_interval(secs => $1) FOR UPDATE SKIP LOCKED",
                self._settings.instance_seconds,
            )
            ids = [row["id"] for row in gone]
            if ids:
                await connection.execute(TAKE_OFF.format(which="instance_id = ANY($1)", when="seen_at"), ids)
                await connection.execute("DELETE FROM instances WHERE id = ANY($1)", ids)

    async def _end_all(self, map_id: UUID, session_ids: list[UUID]) -> None:
        try:
            async with self._places:
                for session_id in session_ids:
                    await self._end(map_id, session_id)
        except ApiError:  # the database is away, which is logged already; the next look finds them once more
            pass
        except Exception:
            log.exception("somebody who has left is not taken off")
        finally:
            self._ending.pop(map_id, None)

    async def _end(self, map_id: UUID, session_id: UUID) -> None:
        async def is_gone(work: Changing) -> bool:
            """Nobody attaches to it meanwhile: that takes the row, too."""
            await work.connection.execute("SELECT FROM map_sessions WHERE id = $1 FOR UPDATE", session_id)
            return await work.connection.fetchrow(LEFT, *self._times, session_id) is not None

        log.info("nobody is there any more", extra={"session_id": session_id})
        await sessions.end(self._globe, map_id, session_id, is_gone)

    async def _prune(self) -> None:
        await self._globe.database.execute(
            "DELETE FROM changes WHERE at < now() - make_interval(secs => $1)", self._settings.changes_seconds
        )
