"""A unit: one service or server of a platform, from its start to its end, whatever ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from typing import Any

from support.environments import processes
from support.environments.children import Child, end_family, ends_within, how_it_ended
from support.environments.logs import STARTING, in_short, last_lines, note, since_start
from support.environments.probes import NotReady
from support.environments.recipe import Recipe
from support.failures import EnvironmentFailure

START_LIMIT = 30.0
"""Seconds in which a unit must be ready; the slowest takes one."""
STOP_GRACE = 5.0
"""Seconds that a unit has to end by itself when asked."""
HEAL_LIMIT = 5.0
"""Seconds that a running unit has to be ready again when it is healed, before it is restarted."""
PROBE_LIMIT = 5.0
"""Seconds that one probe may take; a frozen part of it never answers."""
PAUSE = 0.01
"""Seconds between two probes."""


class State(Enum):
    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    FROZEN = "frozen"
    DEAD = "dead"


class PortLost(EnvironmentFailure):
    """A unit could not start because a stranger listens on its port."""


class Unit:
    """Power over one unit. Every method may be called in any state; they take their turns."""

    def __init__(self, platform: str, recipe: Recipe, on_death: Callable[[Unit, int], None]) -> None:
        self.platform, self.recipe = platform, recipe
        self.state = State.STOPPED
        self._child: Child | None = None
        self._burial: asyncio.Future[None] | None = None
        self._prepared = False
        self._on_death = on_death
        self._turn = asyncio.Lock()

    @property
    def name(self) -> str:
        return self.recipe.name

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    async def prepare(self) -> None:
        """Do what can be done before it is started."""
        async with self._turn:
            await self._prepare()

    async def start(self) -> None:
        """Start it unless it runs; returns when it is ready."""
        async with self._turn:
            await self._start()

    async def stop(self, grace: float = STOP_GRACE) -> None:
        """Ask it to end, then make it."""
        async with self._turn:
            await self._stop(grace)

    async def restart(self) -> None:
        async with self._turn:
            await self._stop(STOP_GRACE)
            await self._start()

    async def kill(self) -> None:
        """End it and all its descendants at once."""
        async with self._turn:
            if self._child:
                self._note("killed")
                await self._end(self._child)
            else:
                await self.recipe.clear_up()

    async def freeze(self) -> None:
        async with self._turn:
            if self.state is State.FROZEN:
                return
            if self.state is not State.RUNNING or not self._child:
                raise EnvironmentFailure(
                    f"{self.name} of {self.platform} cannot be frozen, for it is {self.state.value}",
                    "start it first",
                )
            self._note("frozen")
            processes.freeze_family(self._child.pid)
            self.state = State.FROZEN
            while not processes.are_stopped(self._child.pid) and not self._child.exited.done():
                await asyncio.wait([self._child.exited], timeout=PAUSE)

    async def thaw(self) -> None:
        """Undo `freeze`; returns when it is ready."""
        async with self._turn:
            if self.state is State.FROZEN and self._child:
                self._thaw(self._child)
                await self._become_ready(self._child, START_LIMIT)

    async def heal(self) -> list[str]:
        """Make it run and be ready with nothing missing; what was done, in sentences."""
        async with self._turn:
            done = []
            if self._child and processes.has_stopped(self._child.pid):
                self._thaw(self._child)
                done.append(f"{self.name} was frozen and has been thawed.")
            if self.state is not State.RUNNING or not self._child:
                before = self.state.value
                await self._start()
                return [*done, f"{self.name} was {before} and has been started."]
            try:
                await self._become_ready(self._child, HEAL_LIMIT, wholly=True)
            except EnvironmentFailure as failure:
                await self._stop(STOP_GRACE)
                await self._start()
                done.append(f"{self.name} did not become ready ({failure.what}) and has been restarted.")
            return done

    async def _start(self) -> None:
        if self.state is State.FROZEN and self._child:
            self._thaw(self._child)
        if self.state is State.RUNNING and self._child:
            await self._become_ready(self._child, START_LIMIT)
            return
        self.state = State.STARTING
        if self._burial:
            await asyncio.shield(self._burial)
        try:
            if self._prepared:
                self._note(STARTING)
            await self._prepare()
            self._child = child = await self.recipe.launch()
            child.exited.add_done_callback(lambda exited: self._ended(child, exited.result()))
            await self._become_ready(child, START_LIMIT)
            self.state = State.RUNNING
        except BaseException:
            if self._child:
                await self._end(self._child)
            self.state = State.DEAD
            raise

    async def _prepare(self) -> None:
        if not self._prepared:
            self._note(STARTING)
            await self.recipe.prepare()
            self._prepared = True

    async def _become_ready(self, child: Child, within: float, *, wholly: bool = False) -> None:
        """Probe until it is ready, and as long as there is time, `wholly`: misses nothing. Its death ends it."""
        clock = asyncio.get_running_loop()
        deadline = clock.time() + within
        while True:
            probe = asyncio.ensure_future(asyncio.wait_for(self.recipe.probe(), PROBE_LIMIT))
            probe.add_done_callback(lambda done: done.cancelled() or done.exception())
            try:
                first: list[asyncio.Future[Any]] = [probe, child.exited]
                await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
                if child.exited.done():
                    raise await self._died(child)
                try:
                    whole, seen = probe.result(), ""
                except (NotReady, TimeoutError) as error:
                    whole, seen = False, str(error) or f"it did not answer within {PROBE_LIMIT:.0f} s"
            finally:
                probe.cancel()
            late = clock.time() > deadline
            if not seen and (whole or late or not wholly):
                return
            if late:
                raise EnvironmentFailure(
                    f"{self.name} of {self.platform} was not ready within {within:g} s: {seen}; "
                    f"the last it wrote: {in_short(last_lines(self.recipe.log))}",
                    "mend what it complains about and start again",
                )
            await asyncio.wait([child.exited], timeout=PAUSE)

    async def _died(self, child: Child) -> EnvironmentFailure:
        """Why it ended while it was starting. What it has left running is ended first, and so is no stranger."""
        await end_family(child.pid)
        if self.recipe.port.is_taken():
            return PortLost(
                f"port {self.recipe.port.number} of {self.name} of {self.platform} was taken by another program",
                "end that program, or start the environment anew",
            )
        return EnvironmentFailure(
            f"{self.name} of {self.platform} died while starting ({how_it_ended(child.exited.result())}); "
            f"the last it wrote: {in_short(since_start(last_lines(self.recipe.log)))}",
            "mend what it complains about and start again",
        )

    async def _stop(self, grace: float) -> None:
        if (child := self._child) is None:
            self.state = State.STOPPED
            return
        self._note("asked to stop")
        if self.state is State.FROZEN:
            processes.thaw_family(child.pid)
        self.state = State.STOPPED
        if process := processes.look(child.pid):
            processes.send(process, self.recipe.stop_signal)
        if not await ends_within(child, grace):
            self._note(f"did not stop within {grace:g} s and was killed")
        await self._end(child)

    async def _end(self, child: Child) -> None:
        """Make sure that nothing of it is left."""
        self.state = State.STOPPED
        await end_family(child.pid)
        await asyncio.shield(child.exited)
        self._child = None
        await self.recipe.clear_up()

    def _thaw(self, child: Child) -> None:
        self._note("thawed")
        processes.thaw_family(child.pid)
        self.state = State.RUNNING

    def _ended(self, child: Child, status: int) -> None:
        """Called at the end of the process, whoever wanted it."""
        if child is not self._child or self.state not in (State.RUNNING, State.FROZEN):
            return
        self._child, self.state = None, State.DEAD
        self._note(f"died: {how_it_ended(status)}", level="ERROR")
        self._burial = asyncio.ensure_future(self._bury(child))
        self._on_death(self, status)

    async def _bury(self, child: Child) -> None:
        """End what the dead has left running."""
        await end_family(child.pid)
        await self.recipe.clear_up()

    def _note(self, message: str, level: str = "INFO") -> None:
        """Say in the unit's own log what was done to it."""
        with self.recipe.log.open("a", encoding="utf-8") as log:
            log.write(note(self.name, message, level))
