"""Redis for a service: one client, whose every failure is an error of Redis."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.connection import Connection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, ResponseError, TimeoutError

TIMEOUT_SECONDS = 0.5
LATE_SECONDS = 0.1
"""Whoever notices so much too late that an answer has not come in time was held up, and need not blame Redis."""


class Line(Connection):
    """A connection whose loss is told as one, and that does not take the lateness of this process for that of Redis.

    Writing to a connection that the other side has reset raises whatever the event loop has for it, with uvloop
    RuntimeError, which nobody takes for a Redis that is away and which is not tried again (redis-py 4217, 4287).
    """

    async def _send_packed_command(self, command: Iterable[bytes]) -> None:
        if self._writer is None or self._writer.transport.is_closing():
            raise ConnectionError("the connection is lost")
        await super()._send_packed_command(command)

    async def read_response(self, *values: Any, disconnect_on_error: bool = True, **options: Any) -> Any:
        """On a busy machine the answer may be there, and the time be over, before this process has its turn."""
        asked, patience = time.monotonic(), (self.socket_timeout or math.inf) + LATE_SECONDS
        try:
            try:
                return await super().read_response(*values, disconnect_on_error=False, **options)
            except TimeoutError:
                if time.monotonic() - asked < patience:
                    raise
                return await super().read_response(*values, disconnect_on_error=False, **options)
        except BaseException as error:
            if disconnect_on_error and not isinstance(error, ResponseError):
                await self.disconnect(nowait=True)
            raise


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
