"""Who is present, mirrored into Redis for everybody else who wants to know.

The rooms know, also of those on other instances; Redis is told. Each change writes a conversation
anew, so that whatever Redis missed while it was away is right again with the next word.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.background import Background
from platforms.veza.chat_server.fanout import Rooms

log = logging.getLogger(__name__)

PREFIX = "presence:"
LIFETIME_SECONDS = 120
RENEW_SECONDS = 5
RETRY_SECONDS = 0.5
SWEEP_SECONDS = 0.5
"""After the start: by then other instances have told who is present there."""
WAIT_SECONDS = 0.2
"""How long somebody who joins may wait until Redis knows of it."""


class Presence:
    """Keeps `presence:{conversation_id}` (person id → number of joined sockets) as the rooms are."""

    def __init__(self, cache: Redis, rooms: Rooms) -> None:
        self._cache, self._rooms = cache, rooms
        self._changed: dict[UUID, asyncio.Event] = {}
        """What is to be written, with what to set when it is."""
        self._wake = asyncio.Event()
        self._background = Background()

    def start(self) -> None:
        self._background.begin(self._keep)

    async def stop(self) -> None:
        """Write what has changed last, if Redis is there."""
        await self._background.end()
        with suppress(RedisError, OSError):
            await self._write()

    def changed(self, conversation_id: UUID) -> asyncio.Event:
        """Have a conversation written; returns what is set when it is."""
        self._wake.set()
        return self._changed.setdefault(conversation_id, asyncio.Event())

    async def written(self, conversation_id: UUID) -> None:
        """Have a conversation written, and wait for it as long as Redis is quick."""
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_SECONDS):
                await self.changed(conversation_id).wait()

    async def _keep(self) -> None:
        clock, swept = asyncio.get_running_loop(), False
        sweep_at = renew_at = clock.time() + SWEEP_SECONDS
        while True:
            try:
                if not swept and clock.time() >= sweep_at:
                    await self._sweep()
                    swept, renew_at = True, clock.time() + RENEW_SECONDS
                elif clock.time() >= renew_at:  # however much goes on elsewhere
                    self._mark_all()
                    renew_at = clock.time() + RENEW_SECONDS
                await self._write()
                self._wake.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(renew_at):  # 3.11's wait_for may swallow a cancellation
                        await self._wake.wait()
            except (RedisError, OSError) as error:
                log.warning("presence is not in Redis: %r", error)
                swept = False
                await asyncio.sleep(RETRY_SECONDS)

    async def _sweep(self) -> None:
        """Take away what a crash, ours or that of Redis, left behind; write the rest anew."""
        self._mark_all()
        async for key in self._cache.scan_iter(f"{PREFIX}*", count=500):
            with suppress(ValueError):
                self.changed(UUID(key.removeprefix(PREFIX)))

    def _mark_all(self) -> None:
        for room in self._rooms:
            if room.seats:
                self.changed(room.conversation_id)

    async def _write(self) -> None:
        while self._changed:
            conversation_id, done = next(iter(self._changed.items()))
            del self._changed[conversation_id]
            key = f"{PREFIX}{conversation_id}"
            try:
                async with self._cache.pipeline(transaction=True) as pipeline:
                    pipeline.delete(key)
                    if sockets := self._rooms.sockets(conversation_id):
                        pipeline.hset(key, mapping=sockets)
                        pipeline.expire(key, LIFETIME_SECONDS)
                    await pipeline.execute()
            except BaseException:
                self.changed(conversation_id)
                raise
            finally:
                done.set()  # written or not: whoever waits goes on
