"""One platform of containers: where its parts are, and power over them."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from support.environments import engine, servers, stacks
from support.environments.contained_lines import ContainedLines, relay_of
from support.environments.contained_trials import attempt
from support.environments.engine import understood
from support.environments.events import Orders
from support.environments.lines import CLIENTS, EVERYBODY, Line, Trouble
from support.environments.logs import in_short
from support.environments.manifest import Manifest
from support.environments.protocol import CAPABILITIES, SETTINGS, ByRole, Trial
from support.failures import EnvironmentFailure
from support.inventory.things import FILE, PROCESS, Thing
from support.observing.waiting import looks

if TYPE_CHECKING:
    from python_on_whales import Container, DockerClient


AUTHORITY = "/tls/authority.pem"
READY_LIMIT = 30.0
"""Seconds in which a unit that was started again has to be ready."""
PROBE_LIMIT = 5.0
"""Seconds that a health check may take."""
GRACE = 5
"""Seconds that a unit has to end by itself before it is made to."""
ADDRESS_TRIES = 3
"""How often a container is made anew until it has another address than before."""
LAST_LINES = 20
LOOK = """
import json, socket, sys
found = {}
for name, port in json.loads(sys.argv[1]):
    addresses, complaint = [], ""
    try:
        addresses = sorted({one[4][0] for one in socket.getaddrinfo(name, port, socket.AF_INET)})
        socket.create_connection((name, port), 2).close()
    except OSError as error:
        complaint = str(error) or type(error).__name__
    found[name] = addresses, complaint
print(json.dumps(found))
"""
"""Looks for names, `[[name, port], …]`, and tells `{name: [[address], what is wrong]}`; for Python in a container."""


class Stack(Protocol):
    """The stack that a platform of containers is in."""

    client: DockerClient
    project: str
    folder: Path
    orders: Orders
    variables: stacks.Variables
    has_lines: bool

    @property
    def defects(self) -> Sequence[str]: ...

    def container(self, service: str) -> str: ...

    def networks(self, service: str) -> set[str]: ...


class ContainersPlatform(ByRole):
    """One platform of containers; `support.environments.Platform` tells what it can do."""

    capabilities = CAPABILITIES - {SETTINGS}

    def __init__(self, environment: Stack, manifest: Manifest) -> None:
        self.name = manifest.name
        self._environment, self._manifest = environment, manifest
        self._client = environment.client
        self._services = [service.name for service in manifest.services]
        self.units: Sequence[str] = [*self._services, *manifest.servers]
        self.credentials: Mapping[str, str] = stacks.filled(manifest, environment.variables)
        self.secrets: Collection[str] = environment.variables.secrets
        self.authority = environment.folder / f"{self.name}-authority.pem"
        self._lines = ContainedLines(environment.project, manifest.name) if environment.has_lines else None
        self.roles = dict(map(self._server, manifest.servers))

    def url(self, service: str) -> str:
        if service not in self._services:
            raise KeyError(f'{self.name} has no service "{service}"; it has {", ".join(self._services)}')
        return f"https://127.0.0.1:{self._port(service)}"

    def stop(self, unit: str) -> None:
        with self._down(unit):
            self._client.container.stop(self._container(unit), time=GRACE)

    def kill(self, unit: str) -> None:
        with self._down(unit):
            self._client.container.kill(self._container(unit))

    def freeze(self, unit: str) -> None:
        with understood(f"freezing {unit}"):
            self._client.container.pause(self._container(unit))

    def thaw(self, unit: str) -> None:
        with understood(f"thawing {unit}"):
            if self._state(unit).paused:
                self._client.container.unpause(self._container(unit))
        self._await(unit)

    def start(self, unit: str) -> None:
        with understood(f"starting {unit} again"):
            if not self._state(unit).running:
                self._client.container.start(self._container(unit))
        self._await(unit)
        self._environment.orders.note(self._service(unit), down=False)

    def restart(self, unit: str) -> None:
        self.stop(unit)
        self.start(unit)

    def recreate(self, unit: str) -> None:
        before = self._addresses(unit)
        same: set[str] = set()
        for _ in range(ADDRESS_TRIES):
            self._replace(unit, same)
            now = self._addresses(unit)
            same = {network for network, address in before.items() if now.get(network) == address}
            if not same:
                break
        else:
            raise EnvironmentFailure(
                f"{unit} of {self.name} gets the address that it had, however often its container is made anew",
                "see how the engine gives addresses to containers",
            )
        self._await(unit)
        self._environment.orders.note(self._service(unit), down=False)

    def _replace(self, unit: str, held: Collection[str]) -> None:
        """Make its container anew, while something else has the address that it had in some of its networks.

        An engine gives the lowest address that is free, and often that is the one that has just become free.
        """
        holder = f"{self._environment.project}-holder-{secrets.token_hex(4)}"
        with self._down(unit):
            image = str(self._client.container.inspect(self._container(unit)).config.image)
            self._client.container.remove(self._container(unit), force=True, volumes=True)
            try:
                if held:
                    labels = {engine.PROJECT: self._environment.project, engine.ONE_OFF: "True"}
                    self._client.run(
                        image, ["60"], entrypoint="sleep", name=holder, detach=True, networks=[*held], labels=labels
                    )
                self._client.compose.up(
                    services=[self._service(unit)], no_build=True, dependencies=False, detach=True, quiet=True
                )
            finally:
                if held:
                    _told(["docker", "rm", "--force", "--volumes", holder])  # which minds not if it was never made

    def finds(self) -> Mapping[tuple[str, str], str]:
        with ThreadPoolExecutor(len(self._services)) as pool, understood("looking for names"):
            return {
                (service, name): wrong
                for service, found in zip(self._services, pool.map(self._finds, self._services), strict=True)
                for name, wrong in found.items()
            }

    def _finds(self, service: str) -> dict[str, str]:
        """For each name that a service is told, what is wrong with what it finds, from within its container."""
        container = self._container(service)
        told = addressed(self._client.container.inspect(container).config.env or ())
        asked = json.dumps(sorted(told.items()))
        (answer,) = _told(["docker", "exec", container, "python", "-c", LOOK, asked])
        return {
            name: self._wrong(name.removeprefix(f"{self.name}-"), addresses, complaint)
            for name, (addresses, complaint) in json.loads(answer).items()
        }

    def _wrong(self, unit: str, addresses: Sequence[str], complaint: str) -> str:
        """What is wrong with these addresses of a unit; empty where they are its own, and answer."""
        if unit not in self.units:
            return f"nothing is called so ({complaint or ', '.join(addresses)})"
        own = set(self._addresses(unit).values())
        if self._lines:
            relay = self._environment.container(relay_of(self.name, unit))
            networks = self._client.container.inspect(relay).network_settings.networks or {}
            own |= {str(network.ip_address) for network in networks.values()}
        if strangers := set(addresses) - own:
            return f"that leads to {', '.join(sorted(strangers))} as well, which is not {unit}"
        return complaint

    def own_checks(self, unit: str) -> Sequence[tuple[datetime, datetime]]:
        with understood(f"looking at {unit}"):
            health = self._state(unit).health
        return [(one.start, one.end) for one in (health.log if health else None) or ()]

    def cut_off(self, unit: str) -> None:
        with understood(f"cutting {unit} off"):
            for network in self._networks(unit):
                self._client.network.disconnect(network, self._container(unit))

    def reconnect(self, unit: str) -> None:
        with understood(f"connecting {unit} again"):
            wanted = self._environment.networks(self._service(unit))
            for network in wanted - self._networks(unit):
                self._client.network.connect(network, self._container(unit), alias=self._service(unit))
        self._await(unit)

    def trial(self, service: str, changes: Mapping[str, str | None]) -> Trial:
        original = self._container(service)
        with understood(f"trying {service} with other settings"):
            return attempt(self._client.container.inspect(original), changes, self._environment.folder)

    def retell(self, service: str, changes: Mapping[str, str | None]) -> None:
        raise EnvironmentFailure(
            f"the container of {service} of {self.name} is told once what it is told",
            "tag scenarios that need it with @needs.settings",
        )

    def trouble(self, line: Line, trouble: Trouble) -> int:
        for unit in {line.source, line.target} - {CLIENTS, EVERYBODY}:
            self._service(unit)
        if self._lines is None:
            raise EnvironmentFailure(
                f"{self.name} was started without lines that could be afflicted", "tag the scenario with @needs.lines"
            )
        return self._lines.trouble(line, trouble)

    def meetings(self, number: int) -> Sequence[float]:
        return self._lines.meetings(number) if self._lines else ()

    def relieve(self, number: int) -> int:
        return self._lines.relieve(number) if self._lines else 0

    def logs(self, unit: str, since: datetime | None = None) -> Sequence[str]:
        return lines_of(self._container(unit), since=since)

    def heal(self) -> Sequence[str]:
        done = self._lines.heal(self.units) if self._lines else []
        for unit in (*self._manifest.servers, *self._services):
            with understood(f"looking at {unit}"):
                state = self._state(unit)
            if state.paused:
                self.thaw(unit)
                done.append(f"thawed {unit}")
            elif not state.running:
                self.start(unit)
                done.append(f"started {unit} again")
        for unit in self.units:
            if self._environment.networks(self._service(unit)) - self._networks(unit):
                self.reconnect(unit)
                done.append(f"connected {unit} again")
            self._await(unit)
        return done

    def blind(self) -> Sequence[str]:
        """The units whose own health checks pass while they do nothing; returns when all are ready again.

        One after another does nothing: a check that asks another than its own is found out as well.
        """
        blind = [unit for unit in self.units if self._is_blind(unit)]  # services first: stores trouble them all
        with ThreadPoolExecutor(len(self.units)) as pool:
            list(pool.map(self._await, self.units))
        return blind

    def _is_blind(self, unit: str) -> bool:
        self._signal(unit, "STOP")
        try:
            return self._probe(unit)[0]
        finally:
            self._signal(unit, "CONT")

    def _signal(self, unit: str, name: str) -> None:
        _told(["docker", "kill", "--signal", name, self._container(unit)])

    def census(self) -> Sequence[Thing]:
        """Files in the volumes of services, and processes of services."""
        things: list[Thing] = []
        with understood("counting what is there"):
            for unit in self._services:
                name = self._container(unit)
                told = self._client.container.inspect(name)
                for mount in told.mounts or ():
                    if mount.type == "volume" and mount.rw:
                        things += self._files(unit, str(mount.destination))
                for line in _told(["docker", "top", name, "-o", "pid,args"])[1:]:  # without pid, docker refuses
                    pid, _, command = line.strip().partition(" ")
                    things.append(Thing(PROCESS, unit, command.strip(), {"pid": int(pid)}))
        return things

    def versions(self) -> dict[str, str]:
        """Of services as they tell with their health, of servers as their programs do."""
        told = {}
        for service in self._manifest.services:
            told[f"{self.name}/{service.name}"] = self._version(service.name)
        for server in self._manifest.servers:
            kind = servers.kind(server)
            words = "\n".join(_told(["docker", "exec", self._container(server), kind.program, "--version"]))
            told[kind.package] = next(
                word for word in words.replace("v=", " ").replace(" v", " ").split() if word[0].isdigit()
            )
        return told

    def _version(self, service: str) -> str:
        """As its health check tells; EnvironmentFailure where that is no report of the service."""
        said = self._probe(service)[1]
        try:
            return str(json.loads(said)["version"])
        except (ValueError, KeyError, TypeError):
            raise EnvironmentFailure(
                f"the health check of {service} of {self.name} passes and tells nothing of it: {in_short([said])}",
                "have it ask the service for its health, and print the answer",
            ) from None

    def status(self) -> dict[str, dict[str, Any]]:
        return {
            unit: {
                "state": self._state(unit).status,
                "pid": self._state(unit).pid,
                "address": self.url(unit) if unit in self._services else f"127.0.0.1:{self._port(unit)}",
                "log": f"docker logs {self._container(unit)}",
                "defect": "".join(one for one in self._environment.defects if one.startswith(f"{self.name}/")),
            }
            for unit in self.units
        }

    def fetch_authority(self) -> None:
        with understood(f"fetching the certificate authority of {self.name}"):
            self._client.copy((self._container("certificates"), AUTHORITY), self.authority)

    def _server(self, name: str) -> tuple[str, str]:
        """The role of a server, and where it is."""
        kind = servers.kind(name)
        secret = self._environment.variables.values.get(stacks.Variables.secret(self.name, name), "")
        return kind.role, kind.url(self.name, secret, int(self._port(name)))

    def _port(self, unit: str) -> str:
        return self._environment.variables.values[stacks.Variables.port(self.name, unit)]

    def _service(self, unit: str) -> str:
        """The service of the Compose file that a unit is."""
        if unit not in (*self.units, "certificates"):
            raise KeyError(f'{self.name} has no unit "{unit}"; it has {", ".join(self.units)}')
        return f"{self.name}-{unit}"

    def _container(self, unit: str) -> str:
        return self._environment.container(self._service(unit))

    def _state(self, unit: str) -> Any:
        return self._client.container.inspect(self._container(unit)).state

    def _networks(self, unit: str) -> set[str]:
        return set(self._addresses(unit))

    def _addresses(self, unit: str) -> dict[str, str]:
        """The address of a unit in each of its networks."""
        networks = self._client.container.inspect(self._container(unit)).network_settings.networks or {}
        return {name: str(network.ip_address) for name, network in networks.items()}

    @contextmanager
    def _down(self, unit: str) -> Iterator[None]:
        """What is done here may end a unit."""
        self._environment.orders.note(self._service(unit), down=True)
        with understood(f"taking {unit} down"):
            yield

    def _probe(self, unit: str) -> tuple[bool, str]:
        return _probed(self._client.container.inspect(self._container(unit)))

    def _await(self, unit: str) -> None:
        """Return when a unit's own health check passes; EnvironmentFailure when it ends first, or takes too long."""
        for _ in looks(READY_LIMIT):
            with understood(f"looking at {unit}"):
                if self._probe(unit)[0]:
                    return
                state = self._state(unit)
            if state.status in ("exited", "dead"):
                lines = in_short(lines_of(self._container(unit), tail=LAST_LINES))
                raise EnvironmentFailure(
                    f"{unit} of {self.name} died while starting (exit status {state.exit_code}); "
                    f"the last it wrote: {lines}",
                    "mend what it complains about",
                )
        lines = in_short(lines_of(self._container(unit), tail=LAST_LINES))
        raise EnvironmentFailure(
            f"{unit} of {self.name} was not ready within {READY_LIMIT:.0f} s; the last it wrote: {lines}",
            "mend what it complains about",
        )

    def _files(self, unit: str, folder: str) -> Iterator[Thing]:
        form = r"%P\t%s\t%T@\n"
        for line in _told(["docker", "exec", self._container(unit), "find", folder, "-type", "f", "-printf", form]):
            name, size, written = line.split("\t")
            yield Thing(
                FILE, Path(folder).name, f"{Path(folder).name}/{name}", {"bytes": int(size), "written": written}
            )


def _told(command: Sequence[str]) -> list[str]:
    answer = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if answer.returncode:
        raise engine.failure_of(" ".join(command[:3]), answer.stderr or answer.stdout)
    return answer.stdout.splitlines()


def addressed(environment: Iterable[str]) -> dict[str, int]:
    """The names, and their ports, in the addresses among `NAME=value`; no addresses of this machine."""
    values = [urlsplit(one.partition("=")[2]) for one in environment if "://" in one]
    found = {one.hostname: one.port for one in values if one.hostname and one.port}
    return {name: port for name, port in found.items() if not name[0].isdigit()}


def _probed(container: Container) -> tuple[bool, str]:
    """Run a container's own health check: whether it passed, and what it told."""
    check = container.config.healthcheck
    test = (check and check.test) or []
    command = ["sh", "-c", *test[1:]] if test[:1] == ["CMD-SHELL"] else test[1:]
    try:
        answer = subprocess.run(
            ["docker", "exec", container.name, *command],
            capture_output=True,
            text=True,
            timeout=PROBE_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, ""
    return answer.returncode == 0, answer.stdout


def lines_of(container: str, *, since: datetime | None = None, tail: int | None = None) -> list[str]:
    """What a container wrote on both its outputs; nothing where there is no such container."""
    command = ["docker", "logs"]
    if since is not None:
        command += ["--since", since.isoformat(timespec="milliseconds")]
    if tail is not None:
        command += ["--tail", str(tail)]
    answer = subprocess.run(
        [*command, container],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return answer.stdout.splitlines() if answer.returncode == 0 else []
