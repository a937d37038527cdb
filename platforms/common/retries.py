"""Trying again: what got no answer is asked again, a few times, after waits that grow; then it is given up.

Only for calls whose effect is the same however often they arrive: whoever gets no answer does not know whether the
other service has done what was asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import Counter

from platforms.common.peers import NoAnswer

log = logging.getLogger(__name__)

ALERTS = Counter("alerts", "Alerts raised: what was given up after all tries.", ["alert"])
T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How often something is tried again, and who hears when it was in vain."""

    alert: str
    """What is raised when it is given up."""
    waits: tuple[float, ...]
    """Seconds before each further try."""


def evenly(first: float, times: int) -> tuple[float, ...]:
    """Waits of which each is longer than the one before by as much as the first lasts."""
    return tuple(first * number for number in range(1, times + 1))


def doubling(first: float, times: int) -> tuple[float, ...]:
    """Waits of which each is twice as long as the one before."""
    return tuple(first * 2**number for number in range(times))


async def persist(patience: Patience, call: Callable[[], Awaitable[T]], only: type[NoAnswer] = NoAnswer) -> T:
    """The answer to a call, made again as long as there is none; `NoAnswer` when all tries were in vain.

    An answer of any kind, a refusal too, is the answer. `only`: what else goes wrong is not tried again.
    """
    for number, wait in enumerate(patience.waits, 1):
        try:
            return await call()
        except only as error:
            log.info("trying again: %s", error, extra={"try": number, "seconds": wait})
            await asyncio.sleep(wait)
    try:
        return await call()
    except only:
        alert(patience.alert)
        raise


def alert(what: str) -> None:
    """Raise an alert: whoever operates the platform is told by a metric, and by the log."""
    ALERTS.labels(what).inc()
    log.error("alert: %s", what)
