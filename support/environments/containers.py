"""Platforms as containers: what `docker-compose.yml` describes, in a project of the suite's own.

For a platform `p` with a unit `u` the file has a service `p-u` with a health check, the variables that
`stacks.Variables` draws, and its service `p-certificates` leaves the certificate authority at `AUTHORITY`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.census import FILE, PROCESS, Thing
from support.environments import engine, stacks
from support.environments.engine import PortTaken, understood
from support.environments.events import Deaths, Event, Events, Orders
from support.environments.folders import base_folder
from support.environments.logs import in_short
from support.environments.manifest import Manifest, known_platforms, load_manifest
from support.environments.protocol import CAPABILITIES, Beginning, Casualty, Settings, Trial
from support.evidence import masking
from support.failures import EnvironmentFailure
from support.waiting import looks

if TYPE_CHECKING:
    pass

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = PROJECT / "docker-compose.yml"
AUTHORITY = "/tls/authority.pem"
READY_LIMIT = 30.0
"""Seconds in which a unit that was started again has to be ready."""
UP_LIMIT = 180
"""Seconds in which a whole platform has to be, its image built."""
GRACE = 5
"""Seconds that a unit has to end by itself before it is made to."""
PORT_TRIES = 3
LAST_LINES = 20


def find_containers(settings: Settings, platforms: Path, compose: Path = COMPOSE) -> ContainersEnvironment | None:
    """The stack that is up for this checkout, or nothing."""
    client = engine.find_engine()
    kept = stacks.kept_name(platforms)
    if kept not in engine.projects(client):
        return None
    base = base_folder(settings.temporary)
    return ContainersEnvironment(base, platforms, compose, kept, lambda doing: None, was_up=True, stays=True)


def open_containers(
    settings: Settings, platforms: Path, tell: Callable[[str], None], compose: Path = COMPOSE
) -> ContainersEnvironment:
    """The stack that is up for this checkout, else a new one: to be kept if the settings say so.

    `tell` is told of what takes long. Raises EnvironmentFailure when no engine answers.
    """
    client = engine.find_engine()
    base = base_folder(settings.temporary)
    stacks.sweep(client, base)
    kept = stacks.kept_name(platforms)
    is_up = kept in engine.projects(client)
    project = kept if is_up or settings.keep else stacks.run_name()
    return ContainersEnvironment(base, platforms, compose, project, tell, was_up=is_up, stays=project == kept)


class ContainersEnvironment:
    """Platforms of containers on one engine; safe to use from any thread, and from forked processes."""

    kind = "containers"
    capabilities = CAPABILITIES - {"trial"}

    def __init__(
        self,
        base: Path,
        platforms: Path,
        compose: Path,
        project: str,
        tell: Callable[[str], None],
        *,
        was_up: bool,
        stays: bool,
        builds: bool = True,
    ) -> None:
        from python_on_whales import DockerClient

        self.project = project
        self.is_shared = was_up
        self.stays = stays
        self.folder = stacks.make_folder(base, project)
        self._settings = self.folder / "settings.env"
        self._platforms, self._compose, self._tell = platforms, compose, tell
        self._manifests: dict[str, Manifest] = {}
        self._running: dict[str, ContainersPlatform] = {}
        self._deaths: Deaths | None = None
        self._builds, self._besides = builds, 0
        self._beginnings: dict[str, Beginning] = {}
        self._owner = os.getpid()
        self.orders = Orders(self.folder / "orders")
        self.variables = stacks.Variables({})
        self._described: dict[str, Any] = {}
        self.client = DockerClient(
            compose_files=[compose],
            compose_profiles=["*"],
            compose_env_files=[self._settings],
            compose_project_name=project,
            compose_project_directory=compose.parent,
        )

    def start(self, platforms: Collection[str]) -> None:
        """Build, start and wait for health; where a stranger takes a port at the last moment, with other ports."""
        everything = {name: load_manifest(self._platforms, name) for name in known_platforms(self._platforms)}
        self._manifests = {name: load_manifest(self._platforms, name) for name in platforms}
        tries = PORT_TRIES
        while True:
            if self.is_shared:
                self._take_over()
            elif not self.variables.values:
                self.variables = stacks.Variables.drawn(self._compose, everything.values())
                self.variables.write(self._settings)
            for secret in self.variables.secrets:
                masking.add_secret(secret)
            try:
                self._up()
                break
            except PortTaken:
                tries -= 1
                if not tries or self.is_shared:
                    raise
                engine.remove(self.client, self.project)
                self.variables = stacks.Variables({})
        self._adopt(self._manifests.values())
        for platform in self._running.values():
            platform.fetch_authority()

    def platform(self, name: str) -> ContainersPlatform:
        return self._running[name]

    @property
    def defects(self) -> Sequence[str]:
        """Images are built without."""
        return ()

    def beside(self) -> ContainersEnvironment:
        """One more environment of the same image, with addresses, secrets and volumes of its own."""
        self._besides += 1
        project = f"{stacks.run_name()}-{self._besides}"
        base = self.folder.parent
        return ContainersEnvironment(
            base, self._platforms, self._compose, project, self._tell, was_up=False, stays=False, builds=False
        )

    def take_down(self, *, volumes: bool) -> None:
        """Remove its containers and networks, and the volumes only if told to; `start` brings it up again."""
        engine.remove(self.client, self.project, volumes=volumes)

    def beginnings(self, platform: str) -> Mapping[str, Beginning]:
        """How each container of a platform began when it was started last, by the name of its unit."""
        return {
            service.removeprefix(f"{platform}-"): beginning
            for service, beginning in self._beginnings.items()
            if service.startswith(f"{platform}-")
        }

    def casualties(self) -> Sequence[Casualty]:
        if self._deaths is None or self._deaths.process != os.getpid():
            self._deaths = Deaths(self.project, self.orders, self._last_lines)
        return self._deaths.casualties()

    def leave(self) -> None:
        if self._deaths is not None and self._deaths.process == os.getpid():
            self._deaths.close()
            self._deaths = None

    def versions(self) -> Mapping[str, str]:
        with ThreadPoolExecutor() as pool, understood("asking for versions"):
            told = {"docker": self.client.info().server_version or "unknown"}
            for one in pool.map(lambda platform: platform.versions(), self._running.values()):
                told |= one
            return told

    def status(self) -> dict[str, dict[str, dict[str, Any]]]:
        """For each platform and unit: `state`, `pid`, `address`, `log`, `defect`; no secrets."""
        if not self._running:
            self._take_over()
            with understood("looking at the containers"):
                services = {engine.service_of(one) for one in self.client.compose.ps(all=True)}
            up = {service.partition("-")[0] for service in services}
            self._adopt(load_manifest(self._platforms, name) for name in known_platforms(self._platforms) if name in up)
        return {name: platform.status() for name, platform in self._running.items()}

    def keep(self) -> str:
        self.stays = True
        self.leave()
        return f"The containers stay up as the project {self.project}; make down ENVIRONMENT=containers ends them."

    def close(self) -> None:
        self.leave()
        if self._owner != os.getpid():
            return
        if not self.stays:
            self.end()
        elif self._running and self.is_shared:
            for platform in self._running.values():
                platform.heal()

    def end(self) -> None:
        """Take all of it away. Where the engine has ended, the next run does."""
        if engine.is_there():
            engine.remove(self.client, self.project)
            shutil.rmtree(self.folder, ignore_errors=True)

    def networks(self, service: str) -> set[str]:
        """The networks to which a service of the Compose file belongs, by their names in the engine."""
        names = {key: str(network["name"]) for key, network in self._described["networks"].items()}
        return {names[key] for key in self._described["services"][service].get("networks") or ()}

    def _adopt(self, manifests: Iterable[Manifest]) -> None:
        self._running = {manifest.name: ContainersPlatform(self, manifest) for manifest in manifests}

    def _take_over(self) -> None:
        try:
            self.variables = stacks.Variables.read(self._settings)
        except OSError:
            raise EnvironmentFailure(
                f"the containers of {self.project} are up, but {self._settings} with their settings is gone",
                "end them with make down ENVIRONMENT=containers",
            ) from None

    def _up(self) -> None:
        with understood(f"reading {self._compose.name}"):
            self._described = self.client.compose.config(return_json=True)
        services = [
            service
            for service in self._described["services"]
            if any(service.startswith(f"{platform}-") for platform in self._manifests)
        ]
        if self._builds:
            self._tell("Building the image of the platforms")
            with understood("building the image of the platforms"):
                builders = [service for service in services if service.endswith("-certificates")]
                self.client.compose.build(services=builders, quiet=True)
        self._tell(f"Starting the containers of {' and '.join(self._manifests)}, and waiting for their health")
        self._beginnings = {}
        for service in services:
            needs = self._described["services"][service].get("depends_on") or ()
            self._beginnings[service] = Beginning([need.partition("-")[2] for need in needs])
        events = Events(self.project, ["start", "die", "health_status"], self._note_beginning)
        try:
            with understood("starting the containers"):
                self.client.compose.up(
                    services=services, no_build=True, pull="missing", wait=True, wait_timeout=UP_LIMIT, quiet=True
                )
        except PortTaken:
            raise
        except EnvironmentFailure as failure:
            if not engine.is_there():
                raise
            raise self._missing(services, failure) or self._sick() or failure from None
        finally:
            events.close()

    def _note_beginning(self, event: Event) -> None:
        beginning = self._beginnings[event.service]
        if event.what == "start":
            beginning.started = event.at
        elif event.what == "health_status: healthy" or (event.what == "die" and event.status == 0):
            beginning.ready = event.at

    def _missing(self, services: Sequence[str], failure: EnvironmentFailure) -> EnvironmentFailure | None:
        """What to say when an image is not there, and could not be fetched."""
        for service in services:
            image = self._described["services"][service]["image"]
            if not self.client.image.exists(image):
                return EnvironmentFailure(
                    f"the image {image} of {service} cannot be had: {failure.what.partition(': ')[2]}",
                    "see whether its name is right and its registry can be reached",
                )
        return None

    def _sick(self) -> EnvironmentFailure | None:
        """What to say of the first container that did not become what it has to be."""
        with understood("looking at the containers"):
            containers = self.client.compose.ps(all=True)
            for container in containers:
                state, service = container.state, engine.service_of(container)
                health = state.health.status if state.health else ""
                if state.status in ("exited", "dead", "restarting") and state.exit_code:
                    how = f"ended with exit status {state.exit_code}"
                elif health in ("unhealthy", "starting") and state.running:
                    how = "did not become healthy"
                else:
                    continue
                lines = in_short(_lines(container.name, tail=LAST_LINES))
                return EnvironmentFailure(
                    f"the container {service} {how}; the last it wrote: {lines}", "mend what it complains about"
                )
        return None

    def _last_lines(self, service: str) -> list[str]:
        return _lines(f"{self.project}-{service}-1", tail=LAST_LINES)


class ContainersPlatform:
    """One platform of containers; `support.environments.Platform` tells what it can do."""

    capabilities = CAPABILITIES - {"trial"}

    def __init__(self, environment: ContainersEnvironment, manifest: Manifest) -> None:
        self.name = manifest.name
        self._environment, self._manifest = environment, manifest
        self._client = environment.client
        self._services = [service.name for service in manifest.services]
        self.units: Sequence[str] = [*self._services, *manifest.servers]
        self.credentials: Mapping[str, str] = stacks.filled(manifest, environment.variables)
        self.secrets: Collection[str] = environment.variables.secrets
        self.authority = environment.folder / f"{self.name}-authority.pem"
        self.database_url = self._store("postgres", "postgresql://{name}:{secret}@127.0.0.1:{port}/{name}")
        self.cache_url = self._store("redis", "redis://:{secret}@127.0.0.1:{port}/0")
        self.broker_url = self._store("nats", "nats://{name}:{secret}@127.0.0.1:{port}")

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
        with self._down(unit):
            self._client.container.remove(self._container(unit), force=True, volumes=True)
            self._client.compose.up(
                services=[self._service(unit)], no_build=True, dependencies=False, detach=True, quiet=True
            )
        self._await(unit)
        self._environment.orders.note(self._service(unit), down=False)

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
        raise EnvironmentFailure(
            f"copies of {service} of {self.name} are not offered on containers yet",
            "tag scenarios that need it with @needs.trial",
        )

    def logs(self, unit: str, since: datetime | None = None) -> Sequence[str]:
        return _lines(self._container(unit), since=since)

    def heal(self) -> Sequence[str]:
        done = []
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
            report = json.loads(self._probe(service.name)[1])
            told[f"{self.name}/{service.name}"] = str(report["version"])
        for server in self._manifest.servers:
            program, name = PROGRAMS[server]
            words = "\n".join(_told(["docker", "exec", self._container(server), program, "--version"]))
            told[name] = next(word for word in words.replace("v=", " ").replace(" v", " ").split() if word[0].isdigit())
        return told

    def status(self) -> dict[str, dict[str, Any]]:
        return {
            unit: {
                "state": self._state(unit).status,
                "pid": self._state(unit).pid,
                "address": self.url(unit) if unit in self._services else f"127.0.0.1:{self._port(unit)}",
                "log": f"docker logs {self._container(unit)}",
                "defect": "",
            }
            for unit in self.units
        }

    def fetch_authority(self) -> None:
        with understood(f"fetching the certificate authority of {self.name}"):
            self._client.copy((self._container("certificates"), AUTHORITY), self.authority)

    @property
    def monitoring_url(self) -> str | None:
        port = self._environment.variables.values.get(stacks.Variables.port(self.name, "prometheus"))
        return f"http://127.0.0.1:{port}" if port else None

    def _store(self, server: str, template: str) -> str | None:
        if server not in self._manifest.servers:
            return None
        secret = self._environment.variables.values[stacks.Variables.secret(self.name, server)]
        return template.format(name=self.name, secret=secret, port=self._port(server))

    def _port(self, unit: str) -> str:
        return self._environment.variables.values[stacks.Variables.port(self.name, unit)]

    def _service(self, unit: str) -> str:
        """The service of the Compose file that a unit is."""
        if unit not in (*self.units, "certificates"):
            raise KeyError(f'{self.name} has no unit "{unit}"; it has {", ".join(self.units)}')
        return f"{self.name}-{unit}"

    def _container(self, unit: str) -> str:
        return f"{self._environment.project}-{self._service(unit)}-1"

    def _state(self, unit: str) -> Any:
        return self._client.container.inspect(self._container(unit)).state

    def _networks(self, unit: str) -> set[str]:
        networks = self._client.container.inspect(self._container(unit)).network_settings.networks
        return set(networks or ())

    @contextmanager
    def _down(self, unit: str) -> Iterator[None]:
        """What is done here may end a unit."""
        self._environment.orders.note(self._service(unit), down=True)
        with understood(f"taking {unit} down"):
            yield

    def _probe(self, unit: str) -> tuple[bool, str]:
        """Run a container's own health check: whether it passed, and what it told."""
        check = self._client.container.inspect(self._container(unit)).config.healthcheck
        test = (check and check.test) or []
        command = ["sh", "-c", *test[1:]] if test[:1] == ["CMD-SHELL"] else test[1:]
        answer = subprocess.run(
            ["docker", "exec", self._container(unit), *command], capture_output=True, text=True, check=False
        )
        return answer.returncode == 0, answer.stdout

    def _await(self, unit: str) -> None:
        """Return when a unit's own health check passes; EnvironmentFailure when it ends first, or takes too long."""
        for _ in looks(READY_LIMIT):
            if self._probe(unit)[0]:
                return
            with understood(f"looking at {unit}"):
                state = self._state(unit)
            if state.status in ("exited", "dead"):
                lines = in_short(_lines(self._container(unit), tail=LAST_LINES))
                raise EnvironmentFailure(
                    f"{unit} of {self.name} died while starting (exit status {state.exit_code}); "
                    f"the last it wrote: {lines}",
                    "mend what it complains about",
                )
        lines = in_short(_lines(self._container(unit), tail=LAST_LINES))
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


PROGRAMS = {
    "postgres": ("postgres", "postgresql"),
    "redis": ("redis-server", "redis"),
    "nats": ("nats-server", "nats-server"),
}
"""The program of each server, and what its version is called in reports."""


def _told(command: Sequence[str]) -> list[str]:
    answer = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if answer.returncode:
        raise engine.failure_of(" ".join(command[:3]), answer.stderr or answer.stdout)
    return answer.stdout.splitlines()


def _lines(container: str, *, since: datetime | None = None, tail: int | None = None) -> list[str]:
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
