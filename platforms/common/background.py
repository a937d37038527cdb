"""What a service does beside answering, for as long as it runs: each goes on whatever befalls it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.2
"""After something that nobody thought of: how soon the work is begun again."""

Work = Callable[[], Awaitable[object]]


async def kept_up(work: Work) -> None:
    """Do it to its end, or until cancelled; what an error ends is begun again.

    A library that is surprised by a line that breaks may raise anything, a cancellation of its own too. Work that
    such an error ended for good would leave a service that answers, is called healthy, and does half of what it should.
    """
    while True:
        try:
            await work()
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is None or task.cancelling():
                raise
            log.exception("something was cancelled that nobody had cancelled, and is begun again")
        except Exception:
            log.exception("something went wrong that nobody had thought of, and is begun again")
        else:
            return
        await asyncio.sleep(AGAIN_SECONDS)


class Background:
    """Work under way, until it is ended."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self, *works: Work) -> None:
        """Keep each of these up from now on."""
        self._tasks += [asyncio.create_task(kept_up(work)) for work in works]

    async def end(self) -> None:
        """Cancel all of it, and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
