"""A circuit breaker: whoever fails again and again is left alone for a while, and then tried by one call.

Closed: calls go through. After so many failures in a row it opens: calls are refused at once. After its pause it is
half-open: one call goes through, and what becomes of it closes the breaker or opens it for another pause. Calls that
were under way when it opened change nothing any more, however they end.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class State(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Open(Exception):
    """The call was not made; `retry_after` seconds from now the next one may be."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"not tried for another {retry_after:.1f} s")
        self.retry_after = retry_after


class Breaker:
    """For one event loop. `clock` tells seconds and never goes back."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Opens after so many failures in a row, for so many seconds."""
        self._allowed, self._pause, self._clock = failures, seconds, clock
        self._failures = 0
        self._opened_at: float | None = None
        self._trying = False
        self._turn = 0
        """How often it has opened: what began in an earlier turn tells nothing of this one."""

    @property
    def state(self) -> State:
        if self._opened_at is None:
            return State.CLOSED
        return State.OPEN if self._trying or self._left() > 0 else State.HALF_OPEN

    async def call(self, work: Callable[[], Awaitable[T]], failed: Callable[[Exception], bool]) -> T:
        """Do the work, unless the breaker is open (`Open`); `failed` says which exceptions count as failures."""
        if self._opened_at is not None:
            if self._trying or self._left() > 0:
                raise Open(max(self._left(), 0.1))
            self._trying = True
        turn = self._turn
        try:
            answer = await work()
        except Exception as error:
            if failed(error):
                self._failed(turn)
            else:
                self._succeeded(turn)
            raise
        except BaseException:  # cancelled: nobody knows how it would have ended
            if turn == self._turn:
                self._trying = False
            raise
        self._succeeded(turn)
        return answer

    def _left(self) -> float:
        assert self._opened_at is not None
        return self._opened_at + self._pause - self._clock()

    def _failed(self, turn: int) -> None:
        if turn != self._turn:
            return
        self._failures += 1
        if self._trying or self._failures >= self._allowed:
            self._opened_at = self._clock()
            self._turn += 1
        self._trying = False

    def _succeeded(self, turn: int) -> None:
        if turn == self._turn:
            self._failures, self._opened_at, self._trying = 0, None, False
