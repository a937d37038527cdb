"""What audit-service has recorded of a document, asked for through a breaker: oms works without it."""

from __future__ import annotations

import logging
import math
from typing import Any

from prometheus_client import Gauge

from platforms.audit.oms.documents import Key
from platforms.common.breaker import Breaker, Open, State
from platforms.common.errors import ApiError
from platforms.common.peers import Peer

log = logging.getLogger(__name__)

STATES = {State.CLOSED: 0, State.HALF_OPEN: 1, State.OPEN: 2}
BREAKER = Gauge("audit_breaker_state", "Whether audit-service is left alone: 0 closed, 1 half-open, 2 open.")


class History:
    """The records of documents, as audit-service has them."""

    def __init__(self, peer: Peer, breaker: Breaker) -> None:
        self._peer, self._breaker = peer, breaker
        BREAKER.set_function(lambda: STATES[breaker.state])

    async def of(self, key: Key) -> list[dict[str, Any]]:
        """The latest thousand records of a document, the oldest of them first.

        `ApiError` 503 when audit-service is away or left alone.
        """
        path = f"/internal/records/{key.kind}/{key.branch}/{key.name}"
        try:
            found: list[dict[str, Any]] = await self._breaker.call(lambda: self._peer.data("GET", path), _failed)
        except Open as resting:
            seconds = math.ceil(resting.retry_after)
            raise ApiError(
                503, "AUDIT_UNAVAILABLE", "The records are not available at the moment.",
                {"retry_after_seconds": seconds, "breaker": str(self._breaker.state)}, {"Retry-After": str(seconds)},
            ) from None  # fmt: skip
        return found

    async def ping(self) -> None:
        """For health: `ConnectionError` while audit-service is left alone."""
        if self._breaker.state is State.OPEN:
            raise ConnectionError("audit-service has failed too often and is left alone")


def _failed(error: Exception) -> bool:
    return isinstance(error, ApiError) and error.status >= 500
