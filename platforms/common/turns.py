"""Turns: so many at once, and the others in line, for as long as it moves."""

from __future__ import annotations

import asyncio


class Turns:
    """For one event loop. Whoever came first has the first turn that is free.

    That many wait says nothing of whether they wait in vain: they do when nobody is served any more, which is a
    stall. `stall` and `longest` are seconds.
    """

    def __init__(self, places: int, stall: float, longest: float) -> None:
        self._free = asyncio.Semaphore(places)
        self._stall, self._longest = stall, longest
        self._served_at = float("-inf")

    async def take(self) -> None:
        """Wait for one's turn; `TimeoutError` when nobody was served for too long, or many were and still one waits."""
        if not self._free.locked():
            await self._free.acquire()
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        waiting = loop.create_task(self._free.acquire())
        try:
            while not waiting.done():
                left = min(max(began, self._served_at) + self._stall, began + self._longest) - loop.time()
                if left <= 0:
                    raise TimeoutError(f"{loop.time() - began:.1f} s in line for a turn")
                await asyncio.wait({waiting}, timeout=left)
        except BaseException:
            if not waiting.cancel():  # its turn has come all the same
                self._free.release()
            raise

    def leave(self, *, served: bool) -> None:
        """End one's turn; `served`: and have been helped."""
        if served:
            self._served_at = asyncio.get_running_loop().time()
        self._free.release()
