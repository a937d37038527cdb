"""Open sockets: who is there, which streams each socket follows, and what it is told."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from platforms.common.logs import correlation_id
from platforms.common.security import Caller
from platforms.veza.stream_server import listening
from platforms.veza.stream_server.listening import Stream

log = logging.getLogger(__name__)

SESSION_ENDED = 4401
TOO_SLOW = 4408
MAX_WAITING = 200
"""Frames that may wait for a reader before it is cut off."""
STORE_SECONDS = 5
"""How often the progress of a stream is written to the database, at most."""
CLOSING_SECONDS = 5


@dataclass
class Followed:
    """A stream that ends with its socket."""

    stream: Stream
    stored_at: float
    """When its position was last written, by the monotonic clock."""


class Connection:
    """One open socket."""

    def __init__(self, socket: WebSocket, caller: Caller, token: str) -> None:
        self.caller, self.token = caller, token
        self.correlation_id = correlation_id.get()
        self.followed: dict[UUID, Followed] = {}
        self._socket = socket
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MAX_WAITING)
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def send(self, frame: dict[str, Any]) -> None:
        """Have a frame sent. Nobody waits for a reader that does not keep up: it is cut off."""
        try:
            self._waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.end(TOO_SLOW)

    def end(self, code: int) -> None:
        """Have the socket closed with this code."""
        if not self._ended.done():
            log.info("a socket is closed with %d", code, extra={"user_id": self.caller.user_id})
            self._ended.set_result(code)

    async def frames(self) -> AsyncGenerator[str | None, None]:
        """What comes in, one by one (None: not text), until either side ends it."""
        writer = asyncio.create_task(self._write())
        try:
            while True:
                incoming = asyncio.ensure_future(self._socket.receive())
                waited: set[asyncio.Future[Any]] = {incoming, writer, self._ended}
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
                if not incoming.done() or self._ended.done():
                    incoming.cancel()
                    return
                message = incoming.result()
                if message["type"] == "websocket.disconnect":
                    return
                yield message.get("text")
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def close(self) -> None:
        """Say why, if it is we who ended it."""
        if self._ended.done():
            with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
                async with asyncio.timeout(CLOSING_SECONDS):
                    await self._socket.close(self._ended.result())

    async def _write(self) -> None:
        while True:
            await self._socket.send_json(await self._waiting.get())

    def moved(self, stream_id: UUID, position_seconds: float) -> Stream | None:
        """The stream at its new position; None when it is not followed here or is due to be stored."""
        followed = self.followed.get(stream_id)
        if followed is None or time.monotonic() - followed.stored_at >= STORE_SECONDS:
            return None
        listening.check_position(position_seconds, followed.stream.duration_seconds)
        followed.stream = replace(followed.stream, position_seconds=position_seconds, heard="PlaybackProgress")
        return followed.stream


class Sockets:
    """All open sockets, by person."""

    def __init__(self) -> None:
        self._of: dict[str, set[Connection]] = {}
        self.gone: asyncio.Queue[Connection] = asyncio.Queue()
        """Sockets that have ended and whose streams are still to be stopped."""

    def all(self) -> list[Connection]:
        return [connection for connections in self._of.values() for connection in connections]

    def add(self, connection: Connection) -> None:
        self._of.setdefault(connection.caller.user_id, set()).add(connection)

    def discard(self, connection: Connection) -> None:
        person_id = connection.caller.user_id
        self._of[person_id].discard(connection)
        if not self._of[person_id]:
            del self._of[person_id]
        if connection.followed:
            self.gone.put_nowait(connection)

    def follow(self, connection: Connection, stream: Stream, *, take_over: bool) -> None:
        """Bind a stream to this socket, unless another has it and this one does not take it over."""
        others = self._of[connection.caller.user_id] - {connection}
        if take_over or not any(stream.id in other.followed for other in others):
            self.release(stream)
            connection.followed[stream.id] = Followed(stream, time.monotonic())

    def release(self, stream: Stream) -> None:
        for connection in self._of.get(str(stream.listener_id), ()):
            connection.followed.pop(stream.id, None)

    def tell(self, stream: Stream, but: Connection | None = None) -> None:
        """Tell the listener's sockets, all but one, what has happened to a stream."""
        if stream.heard is None:
            return
        frame = {
            "type": stream.heard,
            "stream_id": str(stream.id),
            "track": stream.track,
            "position_seconds": stream.position_seconds,
        }
        for connection in self._of.get(str(stream.listener_id), ()):
            if connection is not but:
                connection.send(frame)

    def end_session(self, session_id: str) -> None:
        for connection in self.all():
            if connection.caller.session_id == session_id:
                connection.end(SESSION_ENDED)

    def end_person(self, person_id: str) -> None:
        for connection in self._of.get(person_id, ()):
            connection.end(SESSION_ENDED)
