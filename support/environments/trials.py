"""A second copy of a service, started to see how it ends."""

from __future__ import annotations

import asyncio

from support.environments import processes
from support.environments.children import Child, end_family, ends_within
from support.environments.hosting import HostedService
from support.environments.probes import NotReady
from support.environments.units import PAUSE, PROBE_LIMIT, STOP_GRACE


async def attempt(copy: HostedService, limit: float) -> tuple[int | None, list[str]]:
    """Its exit status, and all that it wrote. None: it was ready, or ran on for `limit` seconds, and was stopped.

    Nothing of it runs afterwards, however this ends.
    """
    child = await copy.launch()
    try:
        await _ready(copy, child, limit)
        status = child.exited.result() if child.exited.done() else None
        if status is None and (process := processes.look(child.pid)):
            processes.send(process, copy.stop_signal)
            await ends_within(child, STOP_GRACE)
    finally:
        await end_family(child.pid)
    return status, copy.log.read_text(encoding="utf-8", errors="replace").splitlines()


async def _ready(copy: HostedService, child: Child, limit: float) -> None:
    """Wait until it is ready, has ended, or has had its time."""
    clock = asyncio.get_running_loop()
    deadline = clock.time() + limit
    while not child.exited.done() and clock.time() < deadline:
        try:
            await asyncio.wait_for(copy.probe(), min(PROBE_LIMIT, limit))
        except (NotReady, TimeoutError):
            await asyncio.wait([child.exited], timeout=PAUSE)
        else:
            return
