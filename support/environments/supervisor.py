"""The process that owns an embedded environment: it starts everything, watches it, and leaves nothing behind.

It is started by `support.environments.embedded` with a socket to its client. It speaks JSON lines, on that
socket and on `supervisor.socket` in the environment's folder:

- `{"id": 1, "do": "start", "platforms": ["veza"]}` is answered by `{"id": 1, "result": …}`, or by
  `{"id": 1, "failure": {"what": "…", "remedy": "…"}}`;
- `{"event": "died", "casualty": {…}}` goes to every client as soon as a unit dies unasked.

It ends everything when its owner's process ends, however that ends; when it is told to; and on SIGTERM. Its
children get SIGKILL from the kernel when it is killed itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import ssl
import sys
import traceback
from collections import ChainMap, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support.environments import folders, processes
from support.environments.assembly import Assembly, Surroundings, assemble, together
from support.environments.children import Child, at_the_end, end_all, how_it_ended, spawn
from support.environments.hosting import Host
from support.environments.lines import Line, Trouble
from support.environments.logs import in_short, last_lines
from support.environments.manifest import Build, load_manifest
from support.environments.units import Unit
from support.failures import EnvironmentFailure, SuiteFailure

CLOSE_GRACE = 3.0
"""Seconds that services have to end by themselves when the environment ends."""
LONGEST_LINE = 2**20


class Supervisor:
    """An environment and its clients."""

    def __init__(self, base: Path, platforms: Path) -> None:
        self._base, self._platforms = base, platforms
        self._project = Path.cwd()
        self.folder, self._lock = folders.create(base)
        self._assemblies: dict[str, Assembly] = {}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._hosts: dict[str, Host] = {}
        self._casualties: list[dict[str, Any]] = []
        self._clients: set[asyncio.StreamWriter] = set()
        self._requests: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()
        self._kept = False
        self._deletions: list[Child] = []
        self._tls = self.folder / "tls"
        self._tls.mkdir()
        self._trust: ssl.SSLContext | None = None
        self._around = Surroundings(
            self.folder, self._project, self._tls, self._host, platforms, self._whom_to_trust, self._died
        )

    async def run(self, owner: socket.socket, owner_pid: int) -> None:
        """Serve until it is over, then leave nothing."""
        reader, writer = await asyncio.open_unix_connection(sock=owner, limit=LONGEST_LINE)
        first = asyncio.ensure_future(self._serve(reader, writer))
        try:
            self._watch(owner_pid)
            self._authority = self._helper(sys.executable, "-m", "support.environments.authority", str(self._tls))
            self._deletions = [self._delete(leftover) for leftover in folders.abandoned(self._base)]
            os.chdir(self.folder)  # so that the socket's address is short enough wherever the folder is
            server = await asyncio.start_unix_server(self._serve, folders.SOCKET, limit=LONGEST_LINE)
            await self._over.wait()
            server.close()
        except Exception as error:
            self._say(writer, {"event": "failed", "failure": self._failure(error)})
        await self._close()
        first.cancel()  # only now: to clients, the end of their connection means that nothing is left

    def _watch(self, owner_pid: int) -> None:
        """Know when it is over: the owner has ended, or somebody says so by a signal."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._over.set)
        try:
            at_the_end(owner_pid, self._owner_ended)
        except ProcessLookupError:
            self._over.set()
        if os.getppid() != owner_pid:  # it ended before it could be watched
            self._over.set()

    async def _close(self) -> None:
        for request in self._requests:
            request.cancel()
        await asyncio.gather(*self._requests, return_exceptions=True)
        await asyncio.gather(
            *(assembly.close(CLOSE_GRACE) for assembly in self._assemblies.values()), return_exceptions=True
        )
        await asyncio.gather(*(asyncio.shield(deletion.exited) for deletion in self._deletions))
        await end_all(processes.descendants(os.getpid()))
        record = folders.record_file(self._base, self._platforms)
        if (told := folders.read_record(record)) and told.pid == os.getpid():
            record.unlink(missing_ok=True)
        folders.remove(folders.set_aside(self.folder))

    def _owner_ended(self) -> None:
        if not self._kept:
            self._over.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.add(writer)
        try:
            while line := await reader.readline():
                request = asyncio.ensure_future(self._answer(json.loads(line), writer))
                self._requests.add(request)
                request.add_done_callback(self._requests.discard)
        except OSError:
            pass
        finally:
            self._clients.discard(writer)
            writer.close()

    def _say(self, writer: asyncio.StreamWriter, told: Mapping[str, Any]) -> None:
        if not writer.is_closing():
            writer.write(json.dumps(told).encode() + b"\n")

    async def _answer(self, request: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        answer: dict[str, Any] = {"id": request["id"]}
        try:
            answer["result"] = await self._do(request)
        except Exception as error:
            answer["failure"] = self._failure(error)
        self._say(writer, answer)
        if request["do"] == "close":
            self._over.set()

    def _failure(self, error: Exception) -> dict[str, str]:
        if isinstance(error, OSError) and error.errno in folders.FULL:
            error = folders.ran_full(self._base.parent)
        if isinstance(error, SuiteFailure):
            return as_told(error)
        traceback.print_exc()
        return {
            "what": f"the supervisor of the environment failed ({error!r})",
            "remedy": f"see {self.folder}/supervisor.log, and start the environment anew",
        }

    async def _do(self, request: Mapping[str, Any]) -> object:
        result: object = None
        match request["do"]:
            case "hello":
                result = self._hello(request["seen"])
            case "start":
                build = Build(*request["build"])
                build.check()
                needs = frozenset(request["needs"])
                await together(self._start(name, build, needs) for name in request["platforms"])
                result = {name: assembly.description() for name, assembly in self._assemblies.items()}
            case "unit":
                unit = self._assemblies[request["platform"]].units[request["unit"]]
                actions: dict[str, Callable[[], Awaitable[None]]] = {
                    "start": unit.start,
                    "stop": unit.stop,
                    "restart": unit.restart,
                    "kill": unit.kill,
                    "freeze": unit.freeze,
                    "thaw": unit.thaw,
                }
                await actions[request["action"]]()
            case "rebuild":
                await self._assemblies[request["platform"]].rebuild(request["unit"], Build(*request["build"]))
            case "trial" | "retell" as what:
                details = [request[name] for name in ("service", "changes", "limit") if name in request]
                result = await getattr(self._assemblies[request["platform"]], what)(*details)
            case "trouble":
                source, target, ports = request["line"]
                assembly = self._assemblies[request["platform"]]
                result = await assembly.trouble(Line(source, target, tuple(ports)), Trouble(*request["trouble"]))
            case "relieve" | "meetings" as what:
                result = await getattr(self._assemblies[request["platform"]], what)(request["number"])
            case "heal":
                result = await self._assemblies[request["platform"]].heal()
            case "leave":
                await self._leave()
            case "versions":
                result = dict(ChainMap(*(assembly.versions() for assembly in self._assemblies.values())))
            case "status":
                result = {name: assembly.status() for name, assembly in self._assemblies.items()}
            case "keep":
                self._keep()
        return result

    def _hello(self, seen: int | None) -> dict[str, object]:
        """Who this is, and the casualties after those that the client has seen; None: it wants only new ones."""
        start = len(self._casualties) if seen is None else seen
        return {
            "pid": os.getpid(),
            "folder": str(self.folder),
            "casualties": self._casualties[start:],
            "seen": start,
        }

    async def _start(self, name: str, build: Build, needs: frozenset[str]) -> None:
        """Start a platform. One that runs is healed, or made anew when its code has changed since its start.

        It is left as it is while there are other clients, who may be in the midst of disrupting it. A defect that
        it was started with stays in it until another one is asked for; so does what was needed of it.
        """
        async with self._turns[name]:
            running = self._assemblies.get(name)
            build = build if build.afflicts(name) else running.build if running else Build()
            needs |= running.needs if running else frozenset()
            as_built = running is not None and running.build == build and running.needs == needs
            if running and len(self._clients) > 1:
                if not as_built:
                    lacks = f"the defect {build.name}" if running.build != build else "all that scenarios need"
                    raise EnvironmentFailure(f"{name} is up without {lacks}, and in use", "wait until nobody uses it")
                return
            manifest = load_manifest(self._platforms, name)
            if running:
                if as_built and running.is_of_today(self._platforms):
                    await running.heal()
                    return
                del self._assemblies[name]
                await running.close(CLOSE_GRACE)
            if folders.free_space(self.folder) < folders.SPACE_NEEDED:
                raise folders.no_space(self._base.parent)
            self._host(manifest.host)
            self._assemblies[name] = await assemble(manifest, self._around, build, needs)

    async def _leave(self) -> None:
        """What the last client has disrupted is healed when it leaves."""
        if len(self._clients) == 1:
            await together(assembly.heal() for assembly in self._assemblies.values())

    def _keep(self) -> None:
        """Outlive the owner, to be found by others."""
        if not folders.write_record(folders.record_file(self._base, self._platforms), self.folder):
            raise EnvironmentFailure(
                "another environment of this project is up already", "take it down with make down, or use it"
            )
        self._kept = True

    def _died(self, unit: Unit, status: int) -> None:
        """Tell everybody of a unit that ended unasked."""
        casualty = {
            "number": len(self._casualties),
            "platform": unit.platform,
            "unit": unit.name,
            "when": datetime.now(UTC).isoformat(),
            "how": how_it_ended(status),
            "last_lines": last_lines(unit.recipe.log),
        }
        self._casualties.append(casualty)
        for client in self._clients:
            self._say(client, {"event": "died", "casualty": casualty})

    def _host(self, module: str) -> Host:
        host = self._hosts.get(module)
        if host is None or not host.is_alive:
            self._hosts[module] = host = Host(module, self._project, self.folder)
        return host

    async def _whom_to_trust(self) -> ssl.SSLContext:
        """Trust in this environment's own authority, as soon as that is made."""
        if self._trust is None:
            if status := await asyncio.shield(self._authority.exited):
                raise EnvironmentFailure(
                    f"no certificates could be made ({how_it_ended(status)}): "
                    f"{in_short(last_lines(self.folder / 'supervisor.log'))}",
                    "install platforms/requirements.txt (trustme)",
                )
            self._trust = ssl.create_default_context(cafile=self._tls / "authority.pem")
        return self._trust

    def _delete(self, leftover: Path) -> Child:
        folders.release_shared_memory(leftover)
        return self._helper("rm", "-rf", "--", str(leftover))

    def _helper(self, *command: str) -> Child:
        return spawn(
            command,
            folder=self._project,
            log=self.folder / "supervisor.log",
            environment={**os.environ, processes.MARK: str(self.folder)},
        )


def as_told(failure: SuiteFailure) -> dict[str, str]:
    return {"what": failure.what, "remedy": failure.remedy}


async def main(descriptor: str, owner_pid: str, base: str, platforms: str) -> int:
    owner = socket.socket(fileno=int(descriptor))
    os.umask(0o077)
    processes.adopt_orphans()
    processes.raise_file_limit()
    try:
        supervisor = Supervisor(Path(base), Path(platforms))
    except (SuiteFailure, OSError) as error:
        failure = error if isinstance(error, SuiteFailure) else folders.unusable(Path(base), error)
        owner.sendall(json.dumps({"event": "failed", "failure": as_told(failure)}).encode() + b"\n")
        return failure.exit_status
    with (supervisor.folder / "supervisor.log").open("ab") as log:
        os.dup2(log.fileno(), 2)
    await supervisor.run(owner, int(owner_pid))
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
