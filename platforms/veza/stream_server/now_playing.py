"""What each person is listening to at the moment, in Redis, for whoever wants to show it."""

from __future__ import annotations

import asyncio
import json
import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.database import Database
from platforms.common.errors import ApiError

log = logging.getLogger(__name__)

SECONDS_TO_LIVE = 60
PAUSED_SECONDS = 5
"""Whoever pauses for longer does not listen any more."""


def key_of(person_id: str) -> str:
    return f"now_streaming:{person_id}"


class NowPlaying:
    """Copies the latest stream of a person from the database to Redis, in the background.

    It is copied whole each time, one person after another, so that the copy is right whatever was missed
    before; while Redis or the database is away, those whose copy is due wait.
    """

    def __init__(self, database: Database, cache: Redis) -> None:
        self._database, self._cache = database, cache
        self._due: dict[str, None] = {}
        self._something_due = asyncio.Event()

    def changed(self, person_id: str) -> None:
        """Have the copy of this person renewed."""
        self._due[person_id] = None
        self._something_due.set()

    async def keep(self) -> None:
        """Renew what is due, until cancelled."""
        while True:
            await self._something_due.wait()
            self._something_due.clear()
            while self._due:
                person_id = next(iter(self._due))
                del self._due[person_id]
                try:
                    await self._renew(person_id)
                except (RedisError, OSError, ApiError) as error:
                    log.warning("now playing cannot be renewed: %r", error)
                    self._due[person_id] = None
                    await asyncio.sleep(0.5)
                except Exception:
                    log.exception("now playing of a person is not shown", extra={"user_id": person_id})

    async def _renew(self, person_id: str) -> None:
        row = await self._database.fetch_one(
            "SELECT s.id, s.track_id, t.title, s.quality, s.state"
            " FROM streams s JOIN tracks t ON t.id = s.track_id"
            " WHERE s.listener_id = $1 AND s.stopped_at IS NULL"
            " ORDER BY s.state = 'paused', s.started_at DESC LIMIT 1",
            person_id,
        )
        if row is None:
            await self._cache.delete(key_of(person_id))
            return
        shown = json.dumps(
            {
                "stream_id": str(row["id"]),
                "track": {"id": str(row["track_id"]), "title": row["title"]},
                "quality": row["quality"],
                "paused": row["state"] == "paused",
            }
        )
        if row["state"] == "paused":  # what has faded does not come back by a seek
            await self._cache.set(key_of(person_id), shown, ex=PAUSED_SECONDS, xx=True)
        else:
            await self._cache.set(key_of(person_id), shown, ex=SECONDS_TO_LIVE)
