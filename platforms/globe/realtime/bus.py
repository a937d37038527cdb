"""Between the instances: changes go from one to all by Redis; while it is away, each looks into PostgreSQL instead."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.globe.realtime import frames
from platforms.globe.realtime.feed import Feeds
from platforms.globe.realtime.model import SESSION_COLUMNS, SESSIONS, Change, session_of
from platforms.globe.realtime.presence import Presence, map_key, poi_key, session_key

log = logging.getLogger(__name__)

CHANNEL = "globe:map:"
"""One channel for each map, its id after this; each message is a change as JSON."""
LISTENING_SECONDS = 0.5
"""How long to wait for a message before asking whether Redis is still there."""
RETRY_SECONDS = 0.2
LOOK_SECONDS = 0.5
"""How often to look into PostgreSQL for changes that nobody told."""
LOOK_DEGRADED_SECONDS = 0.1
"""The same while Redis is away."""


class Bus:
    def __init__(self, cache: Redis, feeds: Feeds, presence: Presence, database: Database) -> None:
        self._cache, self._feeds, self._presence, self._database = cache, feeds, presence, database
        self._compared_at: float | None = None
        """When Redis was made to say what PostgreSQL says; None when it has to be tried again."""

    @property
    def degraded(self) -> bool:
        """Whether Redis is away: all works, presence is not written, and other instances hear a moment later."""
        return self._presence.away

    async def tell(self, changes: list[Change]) -> None:
        """Tell everybody of what was committed; never fails."""
        for change in changes:
            self._feeds.offer(change)
        if self.degraded:
            return
        try:
            for change in changes:
                await self._cache.publish(f"{CHANNEL}{change.map_id}", change.model_dump_json())
        except (RedisError, OSError) as error:
            log.warning("other instances are not told: %r", error)
            self._presence.away = True

    async def listen(self) -> None:
        """Hear what other instances tell; whenever Redis is back, put all presence right. Ends by being cancelled."""
        while True:
            try:
                async with self._cache.pubsub() as heard:
                    await heard.psubscribe(f"{CHANNEL}*")
                    await self._come_back()
                    asked = time.monotonic()
                    while not self.degraded:
                        message = await heard.get_message(ignore_subscribe_messages=True, timeout=LISTENING_SECONDS)
                        if message is not None:
                            self._hear(message["channel"].removeprefix(CHANNEL), message["data"])
                        if time.monotonic() - asked > LISTENING_SECONDS:
                            await self._cache.ping()
                            asked = time.monotonic()
            except (RedisError, OSError) as error:
                if not self.degraded:
                    log.warning("Redis is away: %r", error)
            except Exception:
                log.exception("a message of another instance was not understood")
            self._presence.away = True
            self._show_everybody()
            await asyncio.sleep(RETRY_SECONDS)

    def _hear(self, map_id: str, text: str) -> None:
        """A change, told by whichever instance: most are of maps on which nobody is here, or were made here."""
        if (last := self._feeds.last_told(UUID(map_id))) is None:
            return
        told = json.loads(text)
        if told["sequence"] > last:
            self._feeds.offer(Change(**told))

    async def look(self) -> None:
        """Fetch what nobody told, again and again. Ends by being cancelled."""
        while True:
            try:
                await self._feeds.catch_up_all()
            except ApiError:  # PostgreSQL is away, which is logged already
                pass
            except Exception:
                log.exception("what was missed was not fetched")
            await asyncio.sleep(LOOK_DEGRADED_SECONDS if self.degraded else LOOK_SECONDS)

    async def reconcile(self) -> None:
        """Make Redis say what PostgreSQL says; `RedisError`, `OSError` or `ApiError` when one of them is away."""
        known = await self._presence.known()  # first, so that nobody who came meanwhile is taken for gone
        rows = await self._database.fetch(f"SELECT {SESSION_COLUMNS} FROM {SESSIONS} WHERE s.ended_at IS NULL")
        active = [session_of(row) for row in rows]
        right: dict[str, set[str]] = {}
        for session in active:
            keys = [session_key(session.id), map_key(session.map_id)]
            for key in keys + ([poi_key(session.poi_id)] if session.poi_id else []):
                right.setdefault(key, set()).add(str(session.id))
        await self._presence.put_all(active)
        wrong = {key: ids - right.get(key, set()) for key, ids in known.items()}
        await self._presence.forget({key: ids for key, ids in wrong.items() if ids})

    async def keep_reconciled(self, seconds: float) -> None:
        """Compare the two, again and again, and soon where it was in vain. Ends by being cancelled."""
        while True:
            await asyncio.sleep(min(RETRY_SECONDS, seconds))
            since = self._compared_at
            if not self.degraded and (since is None or time.monotonic() - since > seconds):
                await self._try_to_reconcile()

    async def _come_back(self) -> None:
        await self._cache.ping()
        self._presence.away = False
        await self._try_to_reconcile()
        self._show_everybody()
        log.info("Redis answers")

    async def _try_to_reconcile(self) -> None:
        self._compared_at = time.monotonic()
        try:
            await self.reconcile()
        except ApiError:  # PostgreSQL is away, which is logged already; Redis knows of nobody until it is back
            self._compared_at = None
        except (RedisError, OSError) as error:
            log.warning("presence is not compared: %r", error)
            self._presence.away = True

    def _show_everybody(self) -> None:
        """Let everybody know whether Redis is there."""
        for seat in self._feeds.everybody():
            if seat.is_shown and seat.degraded_shown is not self.degraded:
                seat.degraded_shown = self.degraded
                seat.send(frames.degraded(self.degraded))
