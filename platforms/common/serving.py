"""How a service listens, and how it lets go of those who are connected."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from platforms.common.settings import ServiceSettings

GOODBYE_SECONDS = 0.2
"""How long a connection that we closed may stay while the service stops."""
SOCKET_GOODBYE_SECONDS = 2.0
"""The same for a WebSocket while the service runs."""


class PromptServer(uvicorn.Server):
    """Does not wait for clients to say goodbye on connections that it has closed.

    In TLS both sides take their leave. A peer that is frozen or cut off does not; a client that keeps
    a connection for later does so only then. Until a connection has ended nobody hears that it has.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._closed_at: WeakKeyDictionary[Any, float] = WeakKeyDictionary()

    async def on_tick(self, counter: int) -> bool:
        if counter % 5 == 0:  # twice a second
            connections = list(self.server_state.connections)
            self._end_closed(
                (one for one in connections if isinstance(one, WebSocketsSansIOProtocol)), SOCKET_GOODBYE_SECONDS
            )
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        ending = asyncio.create_task(self._end_all_closed())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_all_closed(self) -> None:
        while True:
            await asyncio.sleep(0.05)
            self._end_closed(list(self.server_state.connections), GOODBYE_SECONDS)

    def _end_closed(self, connections: Iterable[Any], seconds: float) -> None:
        """End those of them that were found closed so many seconds ago."""
        now = time.monotonic()
        for connection in connections:
            transport = connection.transport
            if transport.is_closing() and now - self._closed_at.setdefault(connection, now) > seconds:
                transport.abort()


class LeavesSlowReaders(WebSocketsSansIOProtocol):
    """Does not take for gone whoever has left frames unread: that is for the service to find out and to tell."""

    def keepalive_timeout(self) -> None:
        if self.writable.is_set() or self.ping_timeout is None:
            super().keepalive_timeout()
        else:
            self.pong_timer = self.loop.call_later(self.ping_timeout, self.keepalive_timeout)


def run(
    app: FastAPI,
    settings: ServiceSettings,
    *,
    send_buffer_bytes: int | None = None,
    largest_frame_bytes: int = 64 * 1024,
    silence_seconds: float = 10,
    cuts_slow_readers: bool = False,
) -> None:
    """Serve over TLS until told to stop; requests under way are finished first.

    `send_buffer_bytes`: how much the kernel may hold for a client that does not read (else it decides).
    `largest_frame_bytes`: a socket that sends a larger frame is closed.
    `silence_seconds`: a socket whose peer does not answer a ping for so long is closed; it is asked every ten seconds.
    `cuts_slow_readers`: whether the service closes each socket that takes nothing for long, with a code of its own.
    """
    server = PromptServer(
        uvicorn.Config(
            app,
            host=str(settings.host),
            port=settings.port,
            ssl_certfile=str(settings.tls_cert_file),
            ssl_keyfile=str(settings.tls_key_file),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # anybody could write another's address into them
            timeout_keep_alive=30,
            timeout_graceful_shutdown=3,
            ws=LeavesSlowReaders if cuts_slow_readers else "websockets-sansio",
            ws_max_size=largest_frame_bytes,
            ws_ping_interval=10,  # a peer that is gone without a word is noticed, if not at once
            ws_ping_timeout=silence_seconds,
            ws_per_message_deflate=False,  # frames are small: it would cost more time than it saves
        )
    )
    listening = server.config.bind_socket()
    if send_buffer_bytes is not None:  # accepted connections inherit it
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer_bytes)
    server.run(sockets=[listening])
    if not server.started:
        sys.exit(3)
