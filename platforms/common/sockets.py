"""Open sockets: each with a bounded queue, a reader and a writer; nobody waits for a slow one.

A service makes a `Connection` of its own of what it keeps about a socket.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

from prometheus_client import Counter
from starlette.websockets import WebSocket, WebSocketDisconnect

from platforms.common.logs import correlation_id
from platforms.common.security import Caller

log = logging.getLogger(__name__)

LONGEST_QUEUE = 512
"""Frames that may wait for one reader, unless the service says otherwise."""
CLOSING_SECONDS = 10
"""How long a socket that is cut may take to accept the frame that says so."""
REMEMBER_ENDED_SECONDS = 60

SESSION_ENDED = 4401
TOO_SLOW = 4408

CUT = Counter("slow_readers_cut", "Sockets cut because they did not read.")


class Connection:
    """One open socket of a person."""

    def __init__(
        self,
        socket: WebSocket,
        caller: Caller,
        token: str,
        *,
        longest_queue: int = LONGEST_QUEUE,
        patience_seconds: float | None = None,
    ) -> None:
        """`patience_seconds`: how long one frame may wait for the reader; None: as long as the queue is not full."""
        self.id = uuid4()
        self.caller, self.token = caller, token
        self.person_id = UUID(caller.user_id)
        self.correlation_id = correlation_id.get()
        self._socket = socket
        self._frames: asyncio.Queue[str] = asyncio.Queue(longest_queue)
        self._patience = patience_seconds
        self._ending: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def send(self, frame: str) -> None:
        """Put a frame in the queue. Never waits: a reader whose queue is full is cut."""
        if self._ending.done():
            return
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self._cut()

    def _cut(self) -> None:
        CUT.inc()
        log.warning(
            "a reader does not keep up and is cut, %d frames behind",
            self._frames.qsize(),
            extra={
                "connection_id": self.id,
                "user_id": self.person_id,
                "reader_correlation_id": self.correlation_id,
            },
        )
        self.end(TOO_SLOW)

    def end(self, code: int) -> None:
        """Close the socket with this code; what still waits in the queue is not sent."""
        if not self._ending.done():
            self._ending.set_result(code)

    @contextmanager
    def until(self, moment: float) -> Iterator[None]:
        """Meanwhile, end it when its token expires: in seconds since 1970."""
        left = max(0.0, moment - time.time())
        expiry = asyncio.get_running_loop().call_later(left, self.end, SESSION_ENDED)
        try:
            yield
        finally:
            expiry.cancel()

    async def run(self, hear: Callable[[str | None], Awaitable[None]]) -> None:
        """Read and write until either side ends it; `hear` gets each frame (None: not text), in order.

        What `hear` raises ends it too, and is raised here.
        """
        reader = asyncio.create_task(self._read(hear))
        writer = asyncio.create_task(self._write())
        try:
            either: set[asyncio.Future[Any]] = {reader, writer, self._ending}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            reader.cancel()
            writer.cancel()
            heard, _ = await asyncio.gather(reader, writer, return_exceptions=True)
        if isinstance(heard, Exception) and not isinstance(heard, WebSocketDisconnect):
            raise heard

    async def close(self) -> None:
        """Say why it was ended, if we ended it."""
        if self._ending.done():
            with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
                async with asyncio.timeout(CLOSING_SECONDS):
                    await self._socket.close(self._ending.result())

    async def _read(self, hear: Callable[[str | None], Awaitable[None]]) -> None:
        while (event := await self._socket.receive())["type"] != "websocket.disconnect":
            await hear(event.get("text"))
            await asyncio.sleep(0)  # whoever talks without a pause leaves the others their turn

    async def _write(self) -> None:
        while True:
            frame = await self._frames.get()
            try:
                async with asyncio.timeout(self._patience):
                    await self._socket.send_text(frame)
            except TimeoutError:
                if not self._ending.done():
                    self._cut()
                return


class Connections:
    """All open sockets, and the sessions that ended a moment ago."""

    def __init__(self) -> None:
        self._open: set[Connection] = set()
        self._ended: dict[str, float] = {}

    @contextmanager
    def admit(self, connection: Connection, expires_at: float) -> Iterator[None]:
        """Count the socket in, and end it when its session ends, its person is shut out or its token expires.

        `expires_at`: when its token expires, in seconds since 1970.
        """
        self._open.add(connection)
        # The session may have ended between the check of its token and this moment.
        if self._ended.keys() & {connection.caller.session_id, connection.caller.user_id}:
            connection.end(SESSION_ENDED)
        try:
            with connection.until(expires_at):
                yield
        finally:
            self._open.discard(connection)

    def end(self, identity: str) -> None:
        """A session, or everything of a person, has ended: close its sockets at once."""
        now = time.monotonic()
        self._ended = {one: at for one, at in self._ended.items() if now - at < REMEMBER_ENDED_SECONDS}
        self._ended[identity] = now
        for connection in list(self._open):
            if identity in (connection.caller.session_id, connection.caller.user_id):
                log.info("session ended, socket closed", extra={"connection_id": connection.id})
                connection.end(SESSION_ENDED)
