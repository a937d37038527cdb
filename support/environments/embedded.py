"""The embedded environment as the suite sees it: a client of its supervisor."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from support.environments import folders, footprint, servers
from support.environments.connection import CLOSE_LIMIT, Connection, connect
from support.environments.lines import CLIENTS, EVERYBODY, Line, Trouble
from support.environments.logs import lines_since
from support.environments.manifest import MONITORING, NOTHING_BUILT_IN, Build
from support.environments.processes import Process
from support.environments.protocol import CAPABILITIES, CONTAINERS, TRIAL_LIMIT, ByRole, Casualty, Settings, Trial
from support.evidence import masking
from support.failures import EnvironmentFailure
from support.inventory.things import Thing

PROJECT = Path(__file__).resolve().parents[2]


def open_embedded(settings: Settings, platforms: Path) -> EmbeddedEnvironment:
    """The environment that is up for this project, else a new one that ends with this process."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        raise EnvironmentFailure(
            "the embedded environment needs Linux 5.3 or later", "test an external deployment from here"
        ) from None
    base = folders.base_folder(settings.temporary)
    build = Build(settings.defect, str(settings.defects.absolute()))
    if settings.attach:
        return attached(base, settings.attach, build)
    return find_running(base, platforms, build) or start_new(base, platforms, build)


def attached(base: Path, folder: Path, build: Build) -> EmbeddedEnvironment:
    """The environment that runs in that folder; EnvironmentFailure when none does."""
    try:
        return EmbeddedEnvironment(base, folder, build, Connection(connect(folder), None), None)
    except OSError:
        raise EnvironmentFailure(f"no environment runs in {folder}", "leave out the setting attach") from None


def find_running(base: Path, platforms: Path, build: Build = NOTHING_BUILT_IN) -> EmbeddedEnvironment | None:
    """The environment that was left up for these platforms, or nothing."""
    record = folders.read_record(folders.record_file(base, platforms))
    if record is None:
        return None
    try:
        return attached(base, Path(record.folder), build)
    except EnvironmentFailure:  # it is about to end
        return None


def start_new(base: Path, platforms: Path, build: Build) -> EmbeddedEnvironment:
    """A new environment without platforms, which ends with this process."""
    ours, theirs = socket.socketpair()
    with theirs:
        supervisor = subprocess.Popen(
            [
                *(sys.executable, "-m", "support.environments.supervisor"),
                *(str(theirs.fileno()), str(os.getpid()), str(base), str(platforms.absolute())),
            ],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    try:
        connection = Connection(ours, 0)
    except EnvironmentFailure:
        supervisor.wait(CLOSE_LIMIT)
        raise
    return EmbeddedEnvironment(base, Path(connection.hello["folder"]), build, connection, supervisor, platforms)


class EmbeddedEnvironment:
    """Platforms of native processes on this machine.

    Safe to use from any thread, and from processes forked from this one: each gets a connection of its own.
    Only the process that opened it can end it by closing it.
    """

    kind = "embedded"
    stays = False

    def __init__(
        self,
        base: Path,
        folder: Path,
        build: Build,
        connection: Connection,
        supervisor: subprocess.Popen[bytes] | None,
        platforms: Path = PROJECT / "platforms",
    ) -> None:
        """`build` is what platforms are started with; `supervisor` is None where it was up before, and stays up."""
        self.folder = folder
        self._base = base
        self._build = build
        self._platforms = platforms
        self._connection = connection
        self._supervisor = supervisor
        self._owner = os.getpid()
        self._descriptions: dict[str, dict[str, Any]] = {}
        self.capabilities = CAPABILITIES - {CONTAINERS} - ({MONITORING} if self.reason(MONITORING) else set())

    @property
    def is_shared(self) -> bool:
        """Whether it was up before, and stays up."""
        return self._supervisor is None

    def reason(self, capability: str) -> str:
        name = servers.roles().get(capability)
        return str(servers.kind(name).lacking()) if name else ""

    def start(self, platforms: Collection[str], needs: Collection[str] = ()) -> None:
        build = self._build
        if build.of_deployment:
            raise EnvironmentFailure(
                f"the defect {build.name} is of the deployment, and native processes are not deployed",
                "set environment to containers",
            )
        if build.name and not any(map(build.afflicts, platforms)):
            raise EnvironmentFailure(
                f"the defect {build.name} is of none of the platforms that are started", "leave it out"
            )
        self._descriptions = self.ask(
            "start", platforms=sorted(platforms), build=(build.name, build.folder), needs=sorted(needs)
        )
        for description in self._descriptions.values():
            for secret in description["secrets"]:
                masking.add_secret(secret)

    def platform(self, name: str) -> EmbeddedPlatform:
        return EmbeddedPlatform(self, self._descriptions[name])

    def another(self) -> EmbeddedEnvironment:
        if self._supervisor is None:
            raise EnvironmentFailure(f"the environment in {self.folder} is there once", "leave out the setting attach")
        return start_new(self._base, self._platforms, NOTHING_BUILT_IN)

    def beside(self) -> NoReturn:
        raise EnvironmentFailure("only containers can be had twice", "tag the scenario with @needs.containers")

    def casualties(self) -> Sequence[Casualty]:
        return self._live().casualties()

    def rebuild(self, platform: str, service: str, build: Build) -> None:
        """Start one service anew, with a defect or without; EnvironmentFailure when it does not become ready."""
        self.ask("rebuild", platform=platform, unit=service, build=(build.name, build.folder))

    @property
    def defects(self) -> list[str]:
        """Known defects built into its platforms."""
        return sorted({str(unit["defect"]) for units in self.status().values() for unit in units.values()} - {""})

    def processes(self) -> Mapping[int, str]:
        told = self.status().items()
        return {
            int(unit["pid"]): f"{platform}/{name}"
            for platform, units in told
            for name, unit in units.items()
            if unit["pid"]
        }

    def leave(self) -> None:
        """What tells of casualties ends with the process."""

    def versions(self) -> Mapping[str, str]:
        versions: dict[str, str] = self.ask("versions")
        return versions

    def status(self) -> dict[str, dict[str, dict[str, Any]]]:
        """For each platform and unit: `state`, `pid`, `address`, `log`, `defect`; no secrets."""
        status: dict[str, dict[str, dict[str, Any]]] = self.ask("status")
        return status

    def processes_of(self, platform: str, servers: Collection[str]) -> dict[Process, str]:
        """The processes of a platform, with the unit of each; of servers only the first, for they come and go."""
        units = {int(state["pid"]): unit for unit, state in self.status()[platform].items() if state["pid"]}
        home = str(self.folder / platform / "temporary")
        return {
            process: unit or "a service that has ended"
            for process, unit in footprint.owners(self._live().hello["pid"], units)
            if process.pid in units
            or (unit and unit not in servers)
            or (not unit and footprint.environment_of(process.pid).get("HOME") == home)
        }

    def keep(self) -> str:
        if self._supervisor is not None:
            self.ask("keep")
            self._supervisor = None
        return f"The environment stays up, with its files in {self.folder}; make down ends it."

    def close(self) -> None:
        if self._supervisor is None:
            with contextlib.suppress(EnvironmentFailure):
                self.ask("leave")
        elif self._owner == os.getpid():
            self.end()
        self._connection.close()

    def end(self) -> None:
        """End it for everybody, also when it was attached to."""
        connection = self._live()
        connection.end()
        if self._supervisor is not None:
            self._supervisor.wait()
        if self.folder.exists():
            for leftover in folders.abandoned(self._base):
                folders.remove(leftover)

    def ask(self, do: str, **details: object) -> Any:
        """Let the supervisor do something; EnvironmentFailure when it cannot."""
        return self._live().ask(do, **details)

    def _live(self) -> Connection:
        if self._connection.process != os.getpid():
            self._connection = Connection(connect(self.folder), self._connection)
        return self._connection


class EmbeddedPlatform(ByRole):
    """One platform of an embedded environment; `support.environments.Platform` tells what it can do."""

    def __init__(self, environment: EmbeddedEnvironment, description: Mapping[str, Any]) -> None:
        self.name: str = description["name"]
        self.credentials: Mapping[str, str] = description["credentials"]
        self.secrets: Collection[str] = description["secrets"]
        self.authority = Path(description["authority"])
        self.capabilities = environment.capabilities
        self._environment = environment
        self._services: Mapping[str, str] = description["services"]
        self.roles = description["servers"]
        self._servers: Collection[str] = description["server_names"]
        self._logs: Mapping[str, str] = description["logs"]
        self.units: Sequence[str] = list(self._logs)

    def url(self, service: str) -> str:
        return self._services[service]

    def stop(self, unit: str) -> None:
        self._order("stop", unit)

    def kill(self, unit: str) -> None:
        self._order("kill", unit)

    def freeze(self, unit: str) -> None:
        self._order("freeze", unit)

    def thaw(self, unit: str) -> None:
        self._order("thaw", unit)

    def start(self, unit: str) -> None:
        self._order("start", unit)

    def restart(self, unit: str) -> None:
        self._order("restart", unit)

    def trial(self, service: str, changes: Mapping[str, str | None]) -> Trial:
        self._check_service(service)
        status, lines = self._environment.ask(
            "trial", platform=self.name, service=service, changes=dict(changes), limit=TRIAL_LIMIT
        )
        return Trial(status, tuple(lines))

    def retell(self, service: str, changes: Mapping[str, str | None]) -> None:
        self._check_service(service)
        self._environment.ask("retell", platform=self.name, service=service, changes=dict(changes))

    def recreate(self, unit: str) -> NoReturn:
        raise EnvironmentFailure(f"{unit} of {self.name} is no container", "tag the scenario with @needs.containers")

    cut_off = reconnect = recreate

    def finds(self) -> NoReturn:
        raise EnvironmentFailure(f"nothing of {self.name} has a name", "tag the scenario with @needs.containers")

    def own_checks(self, unit: str) -> Sequence[tuple[datetime, datetime]]:
        return ()

    def trouble(self, line: Line, trouble: Trouble) -> int:
        self._check(line.target)
        if line.source not in (CLIENTS, EVERYBODY):
            self._check(line.source)
        return int(self._environment.ask("trouble", platform=self.name, line=astuple(line), trouble=astuple(trouble)))

    def meetings(self, number: int) -> Sequence[float]:
        return list(self._environment.ask("meetings", platform=self.name, number=number))

    def relieve(self, number: int) -> int:
        return int(self._environment.ask("relieve", platform=self.name, number=number))

    def logs(self, unit: str, since: datetime | None = None) -> Sequence[str]:
        return lines_since(Path(self._logs[unit]), since)

    def heal(self) -> Sequence[str]:
        done: list[str] = self._environment.ask("heal", platform=self.name)
        return done

    def census(self) -> Sequence[Thing]:
        folder = self._environment.folder / self.name
        return [
            *footprint.files(folder, without=["logs", *self._servers]),
            *footprint.running(self._environment.processes_of(self.name, self._servers)),
        ]

    def _order(self, action: str, unit: str) -> None:
        self._check(unit)
        self._environment.ask("unit", platform=self.name, unit=unit, action=action)

    def _check_service(self, service: str) -> None:
        if service not in self._services:
            raise KeyError(f'{self.name} has no service "{service}"; it has {", ".join(self._services)}')

    def _check(self, unit: str) -> None:
        if unit not in self._logs:
            raise KeyError(f'{self.name} has no unit "{unit}"; it has {", ".join(self._logs)}')
