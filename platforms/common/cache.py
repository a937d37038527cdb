"""Redis for a service: one client, whose every failure is an error of Redis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.connection import Connection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError

TIMEOUT_SECONDS = 0.5


class Line(Connection):
    """A connection whose loss is told as one.

    Writing to a connection that the other side has reset raises whatever the event loop has for it, with uvloop
    RuntimeError, which nobody takes for a Redis that is away and which is not tried again (redis-py 4217, 4287).
    """

    async def _send_packed_command(self, command: Iterable[bytes]) -> None:
        if self._writer is None or self._writer.transport.is_closing():
            raise ConnectionError("the connection is lost")
        await super()._send_packed_command(command)


def redis_at(url: str, **options: Any) -> Redis:
    """A client for this address; nothing is asked of it yet."""
    return Redis.from_url(
        url,
        connection_class=Line,
        decode_responses=True,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        # once more, and at once: for a connection that was lost while nobody used it
        retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionError,)),
        **options,
    )
