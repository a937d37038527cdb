"""What instances of chat-server tell each other, through PostgreSQL.

News that is told in a transaction is heard by every instance once that is committed, in the order of the commits, and
never otherwise: what is stored decides what is told. News of the moment, such as who is present, is sent over the
connection that listens. A connection that was lost is made again; what was missed is asked for and looked for then.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import asyncpg

from platforms.common.background import Background
from platforms.common.database import Connection

log = logging.getLogger(__name__)

ME = str(uuid4())
"""This instance since its start."""
CHANNEL = "chat.instances"
LARGEST_PIECE = 7000
"""Bytes of news in one notification; PostgreSQL takes 8000."""
BEAT_SECONDS = 0.5
"""How often an instance shows that it lives."""
GONE_SECONDS = 4.0
"""Whoever is silent for longer is gone."""
DEAF_SECONDS = 3.0
"""An instance that has not heard its own beats for longer hears nobody: it listens anew."""
CONNECT_SECONDS = 2.0
RETRY_SECONDS = 0.2
WAIT_SECONDS = 0.2
"""How long somebody may wait until the others are told."""

News = dict[str, Any]
"""`kind`, and what is told of."""

Back = Callable[[asyncpg.Connection, float], Awaitable[None]]
"""Gets the connection that listens, and for how many seconds nothing may have been heard over it."""


async def tell(connection: Connection, news: News) -> None:
    """Tell the other instances, if the transaction of this connection is committed."""
    await _notify(connection, [news])


async def _notify(connection: Any, news: list[News]) -> None:
    pieces = [piece for one in news for piece in _pieces(one)]
    await connection.execute("SELECT pg_notify($1, piece) FROM unnest($2::text[]) AS piece", CHANNEL, pieces)


async def _nothing_missed(_: asyncpg.Connection, __: float) -> None:
    """Before anybody listens."""


def _pieces(news: News) -> list[str]:
    """The news in pieces, each with who tells it, which news it is of, its place and how many there are."""
    text = json.dumps(news)
    parts = [text[at : at + LARGEST_PIECE] for at in range(0, len(text), LARGEST_PIECE)]
    which = uuid4()
    return [f"{ME} {which} {place} {len(parts)} {part}" for place, part in enumerate(parts, start=1)]


class Carrier:
    """Hears what the other instances tell, knows which there are, and tells them what is of the moment."""

    def __init__(self, url: str, schema: str) -> None:
        self._url, self._schema = url, schema
        self._waiting: dict[object, tuple[Callable[[], News], asyncio.Event]] = {}
        self._wake = asyncio.Event()
        self._parts: dict[str, list[str]] = {}
        self._heard_at: dict[str, float] = {}
        self._background = Background()
        self._heard_myself_at = self._whole_until = 0.0
        self._hear: Callable[[str, News], None] = lambda _, __: None
        self._gone: Callable[[str], None] = lambda _: None
        self._back: Back = _nothing_missed

    def start(self, hear: Callable[[str, News], None], gone: Callable[[str], None], back: Back) -> None:
        """`hear` gets news of other instances and who tells it, `gone` which instance is no more, `back` is called
        whenever this one listens (again), and may have missed something; until it is done it is called again.
        """
        self._hear, self._gone, self._back = hear, gone, back
        self._whole_until = time.monotonic()
        self._background.begin(self._keep)

    async def stop(self) -> None:
        """Say good-bye, if there is anybody to say it to."""
        said = self.soon("gone", lambda: {"kind": "gone"})
        await self.told(said)
        await self._background.end()

    def soon(self, key: object, news: Callable[[], News]) -> asyncio.Event:
        """Tell what `news` gives in a moment, once for each key; returns what is set when it is told."""
        _, told = self._waiting.setdefault(key, (news, asyncio.Event()))
        self._wake.set()
        return told

    async def told(self, event: asyncio.Event) -> None:
        """Wait until it is told, as long as PostgreSQL is quick."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await event.wait()
        except TimeoutError:
            log.info("other instances are not told yet")

    def check(self) -> None:
        """`TimeoutError` when what instances tell is not heard here; what this one tells would be, too."""
        if time.monotonic() - self._heard_myself_at > DEAF_SECONDS:
            raise TimeoutError("what instances tell each other is not heard")

    async def _keep(self) -> None:
        while True:
            try:
                connection = await asyncpg.connect(
                    self._url,
                    timeout=CONNECT_SECONDS,
                    command_timeout=CONNECT_SECONDS,
                    server_settings={"search_path": self._schema},
                )
                try:
                    await self._listen(connection)
                finally:
                    connection.terminate()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("other instances are not heard: %r", error)
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self, connection: asyncpg.Connection) -> None:
        await connection.add_listener(CHANNEL, self._take)
        connection.add_termination_listener(lambda _: self._wake.set())
        now = time.monotonic()
        self._parts.clear()
        self._heard_at = dict.fromkeys(self._heard_at, now)
        self._heard_myself_at = now
        self.soon("ask", lambda: {"kind": "ask"})
        await self._back(connection, now - self._whole_until)
        try:
            await self._beat(connection)
        finally:
            self._whole_until = self._heard_myself_at

    async def _beat(self, connection: asyncpg.Connection) -> None:
        """Tell what there is to tell, and that this instance lives, for as long as the connection does."""
        beat_at = time.monotonic()
        clock = asyncio.get_running_loop()
        while not connection.is_closed():
            self._wake.clear()
            if (now := time.monotonic()) >= beat_at:
                self.soon("beat", lambda: {"kind": "beat"})
                beat_at = now + BEAT_SECONDS
                self._expire(now)
                self.check()
            await self._tell(connection)
            try:
                async with asyncio.timeout_at(clock.time() + max(0.0, beat_at - time.monotonic())):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def _tell(self, connection: asyncpg.Connection) -> None:
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        try:
            await _notify(connection, [news() for news, _ in waiting.values()])
        except BaseException:
            self._waiting = {**waiting, **self._waiting}
            raise
        for _, told in waiting.values():
            told.set()

    def _expire(self, now: float) -> None:
        for instance, heard_at in list(self._heard_at.items()):
            if now - heard_at > GONE_SECONDS:
                log.warning("instance %s is not heard any more", instance)
                self._lose(instance)

    def _lose(self, instance: str) -> None:
        if self._heard_at.pop(instance, None) is not None:
            self._gone(instance)

    def _take(self, _: object, __: int, ___: str, payload: object) -> None:
        """One notification; whoever was not known, or was taken for gone, is asked for all."""
        instance, which, place, count, part = str(payload).split(" ", 4)
        if instance == ME:
            self._heard_myself_at = time.monotonic()
            return
        parts = self._parts.setdefault(which, [])
        parts.append(part)
        if place != count:
            return
        news = json.loads("".join(self._parts.pop(which)))
        if news["kind"] == "gone":
            self._lose(instance)
            return
        if instance not in self._heard_at and news["kind"] != "all":
            self.soon("ask", lambda: {"kind": "ask"})
        self._heard_at[instance] = time.monotonic()
        try:
            self._hear(instance, news)
        except Exception:
            log.exception("news of another instance was not understood")
