"""Open sockets: who is there, which streams each socket follows, and what it is told."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import WebSocket

from platforms.common import sockets
from platforms.common.security import Caller
from platforms.common.sockets import SESSION_ENDED
from platforms.veza.stream_server.stream import Stream, check_position

MAX_WAITING = 200
"""Frames that may wait for a reader before it is cut off."""
STORE_SECONDS = 5
"""How often the progress of a stream is written to the database, at most."""


@dataclass
class Followed:
    """A stream that ends with its socket."""

    stream: Stream
    stored_at: float
    """When its position was last written, by the monotonic clock."""


class Connection(sockets.Connection):
    """One open socket, and the streams that end with it."""

    def __init__(self, socket: WebSocket, caller: Caller, token: str) -> None:
        super().__init__(socket, caller, token, longest_queue=MAX_WAITING)
        self.followed: dict[UUID, Followed] = {}

    def tell(self, frame: dict[str, Any]) -> None:
        """Have a frame sent."""
        self.send(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    def moved(self, stream_id: UUID, position_seconds: float) -> Stream | None:
        """The stream at its new position; None when it is not followed here or is due to be stored."""
        followed = self.followed.get(stream_id)
        if followed is None or time.monotonic() - followed.stored_at >= STORE_SECONDS:
            return None
        check_position(position_seconds, followed.stream.duration_seconds)
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
                connection.tell(frame)

    def end_session(self, session_id: str) -> None:
        for connection in self.all():
            if connection.caller.session_id == session_id:
                connection.end(SESSION_ENDED)

    def end_person(self, person_id: str) -> None:
        for connection in self._of.get(person_id, ()):
            connection.end(SESSION_ENDED)
