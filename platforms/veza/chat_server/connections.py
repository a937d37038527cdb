"""The sockets of chat-server: which conversations each has joined, and how much it may have under way."""

from __future__ import annotations

import asyncio
from uuid import UUID

from starlette.websockets import WebSocket

from platforms.common import sockets
from platforms.common.security import Caller
from platforms.common.sockets import Connections

MOST_DRAFTS = 200
"""Messages of one socket that may wait to be stored; more are not read before."""


class Connection(sockets.Connection):
    """One open socket of a person."""

    def __init__(self, socket: WebSocket, caller: Caller, token: str) -> None:
        super().__init__(socket, caller, token)
        self.joined: set[UUID] = set()
        self.drafts = asyncio.Semaphore(MOST_DRAFTS)


__all__ = ["Connection", "Connections"]
