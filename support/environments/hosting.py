"""Services: forked from a host that has imported the common libraries already, so that a start is quick."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from support.environments import probes, processes
from support.environments.children import Child, end_family, how_it_ended, spawn
from support.environments.logs import in_short, last_lines
from support.environments.manifest import Build
from support.environments.ports import Port
from support.failures import EnvironmentFailure


class Host:
    """A host process. It takes orders as JSON lines on its standard input, a socket, and answers there:

    - `{"order": 1, "module": "…", "environment": {…}, "log": "…", "held": true}` is answered by
      `{"order": 1, "pid": 123}`, and later by `{"ended": 123, "status": 3}` (minus the signal's number when a
      signal ended it).
    - `{"release": 123}` lets a held process go on.
    """

    def __init__(self, module: str, project: Path, folder: Path) -> None:
        """Start it; orders may be given at once. When it dies, its services die with it."""
        self.module = module
        self._log = folder / f"{module}.log"
        ours, theirs = socket.socketpair()
        self._orders: dict[int, asyncio.Future[Child]] = {}
        self._services: dict[int, Child] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._writer: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        with theirs:
            self._process = spawn(
                [sys.executable, "-m", module],
                folder=project,
                log=self._log,
                environment={**os.environ, processes.MARK: str(folder)},
                stdin=theirs.fileno(),
            )
        self._listening = asyncio.ensure_future(self._listen(ours))

    @property
    def is_alive(self) -> bool:
        return not self._process.exited.done()

    async def fork(self, module: str, environment: Mapping[str, str], log: Path, *, held: bool = False) -> Child:
        """A process that calls `main()` of the module, at once or when released, with exactly this environment."""
        number = len(self._orders) + 1
        answer: asyncio.Future[Child] = asyncio.get_running_loop().create_future()
        self._orders[number] = answer
        await self._tell(order=number, module=module, environment=dict(environment), log=str(log), held=held)
        if not self.is_alive:
            self._fail(answer)
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            answer.add_done_callback(self._not_wanted)
            raise

    async def release(self, child: Child) -> None:
        """Let a held process call its `main()`; nothing happens when it has ended."""
        if not child.exited.done():
            await self._tell(release=child.pid)

    async def _tell(self, **order: object) -> None:
        (await asyncio.shield(self._writer)).write(json.dumps(order).encode() + b"\n")

    async def _listen(self, connection: socket.socket) -> None:
        reader, writer = await asyncio.open_unix_connection(sock=connection)
        self._writer.set_result(writer)
        try:
            while line := await reader.readline():
                self._hear(json.loads(line))
        except OSError:
            pass
        finally:
            writer.close()
        await end_family(self._process.pid)
        await asyncio.shield(self._process.exited)
        for answer in self._orders.values():
            self._fail(answer)
        for service in list(self._services.values()):
            if not service.exited.done():
                service.exited.set_result(-signal.SIGKILL)

    def _hear(self, told: Mapping[str, int]) -> None:
        if "order" in told:
            self._services[told["pid"]] = child = Child(told["pid"])
            self._orders[told["order"]].set_result(child)
        else:
            self._services.pop(told["ended"]).exited.set_result(told["status"])

    def _not_wanted(self, answer: asyncio.Future[Child]) -> None:
        """End a service that was forked after the one who ordered it had given up."""
        if answer.exception() is None:
            self._ending.add(asyncio.ensure_future(end_family(answer.result().pid)))

    def _fail(self, answer: asyncio.Future[Child]) -> None:
        if not answer.done():
            answer.set_exception(
                EnvironmentFailure(
                    f"the host {self.module} died ({how_it_ended(self._process.exited.result())}); "
                    f"the last it wrote: {in_short(last_lines(self._log))}",
                    "mend what it complains about and start again",
                )
            )


class HostedService:
    """The recipe of a service."""

    stop_signal = signal.SIGTERM

    def __init__(
        self,
        name: str,
        module: str,
        health: str,
        *,
        environment: Mapping[str, str],
        log: Path,
        port: Port,
        host: Callable[[], Host],
        trust: Callable[[], Awaitable[ssl.SSLContext]],
    ) -> None:
        self.name, self.log, self.port = name, log, port
        self.module, self._health, self._given = module, health, environment
        self.build = Build()
        self.otherwise: Mapping[str, str | None] = {}
        """What it is told instead of what it is given usually, from its next start on; None: what it is not told."""
        self._host, self._trust = host, trust
        self._held: Child | None = None
        self._version = ""

    async def prepare(self) -> None:
        """Its code is imported while the servers are starting."""
        self._held = await self._fork(held=True)

    async def launch(self) -> Child:
        await self._trust()
        if self._held is None:
            return await self._fork()
        child, self._held = self._held, None
        await self._host().release(child)
        return child

    async def _fork(self, held: bool = False) -> Child:
        module, more = self.build.of(self.name, self.module)
        told = {**self._given, **self.otherwise, **more}
        given = {name: value for name, value in told.items() if value is not None}
        return await self._host().fork(module, given, self.log, held=held)

    async def probe(self, through: int = 0) -> bool:
        health = await probes.health(through or self.port.number, self._health, await self._trust())
        self._version = health.version
        return health.status == "healthy"

    def versions(self) -> dict[str, str]:
        return {self.name: self._version} if self._version else {}

    async def clear_up(self) -> None:
        """It may never have been launched."""
        if self._held:
            await end_family(self._held.pid)
