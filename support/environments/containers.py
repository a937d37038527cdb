"""Platforms as containers: what `docker-compose.yml` describes, in a project of the suite's own.

For a platform `p` with a unit `u` the file has a service `p-u` with a health check, the variables that
`stacks.Variables` draws, and its service `p-certificates` leaves the certificate authority at `AUTHORITY`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from support.environments import engine, servers, stacks
from support.environments.contained_lines import write_override
from support.environments.containerized import LAST_LINES, ContainersPlatform, lines_of
from support.environments.engine import PortTaken, understood
from support.environments.events import Deaths, Event, Events, Orders
from support.environments.folders import base_folder
from support.environments.logs import in_short
from support.environments.manifest import (
    DEPLOYER,
    MONITORING,
    NOTHING_BUILT_IN,
    Build,
    Manifest,
    known_platforms,
    load_manifest,
)
from support.environments.protocol import CAPABILITIES, LINES, SETTINGS, Beginning, Casualty, NotUp, Settings
from support.evidence import masking
from support.failures import EnvironmentFailure

if TYPE_CHECKING:
    from python_on_whales import DockerClient

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = PROJECT / "docker-compose.yml"
UP_LIMIT = 180
"""Seconds in which a whole platform has to be, its image built."""
PORT_TRIES = 3
READY = {"service_healthy", "service_completed_successfully"}
"""What a container may wait for of another so that it finds it ready."""


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
    build = Build(settings.defect, str(settings.defects.absolute()))
    build.check()
    if build.name and not build.of_deployment:
        raise EnvironmentFailure(
            f"the defect {build.name} is of a service, and images are built without any",
            "set environment to embedded",
        )
    client = engine.find_engine()
    base = base_folder(settings.temporary)
    stacks.sweep(client, base)
    kept = stacks.kept_name(platforms)
    is_up = kept in engine.projects(client)
    project = kept if is_up or settings.keep else stacks.run_name()
    return ContainersEnvironment(
        base, platforms, compose, project, tell, was_up=is_up, stays=project == kept, build=build
    )


class ContainersEnvironment:
    """Platforms of containers on one engine; safe to use from any thread, and from forked processes."""

    kind = "containers"
    capabilities = CAPABILITIES - {SETTINGS}

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
        build: Build = NOTHING_BUILT_IN,
    ) -> None:
        """`build` is a known defect of the deployment; `builds`: whether the image is made first."""
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
        self._build = build
        self._built_in = self.folder / "defect"
        """File with the name of the defect that is built in, and its folder, where there is one."""
        self._redeployed = self.folder / "deployment.json"
        """What is started in the place of the Compose files then."""
        self._beginnings: dict[str, Beginning] = {}
        self._owner = os.getpid()
        self.orders = Orders(self.folder / "orders")
        self.variables = stacks.Variables({})
        self._described: dict[str, Any] = {}
        self.has_lines = False
        """Whether everything goes through relays; see `contained_lines`."""
        self.client = self._client_of([compose])

    def _client_of(self, files: list[Path]) -> DockerClient:
        from python_on_whales import DockerClient

        return DockerClient(
            compose_files=[*files],
            compose_profiles=["*"],
            compose_env_files=[self._settings],
            compose_project_name=self.project,
            compose_project_directory=self._compose.parent,
        )

    def reason(self, capability: str) -> str:
        """Of the only one that it lacks."""
        return "a container is told once what it is told" if capability == SETTINGS else ""

    def start(self, platforms: Collection[str], needs: Collection[str] = ()) -> None:
        """Build, start and wait for health; where a stranger takes a port at the last moment, with other ports."""
        if self._build.name and not any(map(self._build.afflicts, platforms)):
            raise EnvironmentFailure(
                f"the defect {self._build.name} is of none of the platforms that are started", "leave it out"
            )
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
                self._read(with_lines=LINES in needs or self._found_with_lines())
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
        """Known defects of the deployment; images are built without any."""
        return [self._found_built_in().name] if self._built_in.exists() else []

    def _found_built_in(self) -> Build:
        """What is built in where something is."""
        name, folder = self._built_in.read_text(encoding="utf-8").splitlines()
        return Build(name, folder)

    def beside(self) -> ContainersEnvironment:
        """One more environment of the same image, with addresses, secrets and volumes of its own."""
        self._besides += 1
        project = f"{stacks.run_name()}-{self._besides}"
        base = self.folder.parent
        return ContainersEnvironment(
            base, self._platforms, self._compose, project, self._tell,
            was_up=False, stays=False, builds=False, build=self._build,
        )  # fmt: skip

    def another(self) -> NoReturn:
        raise EnvironmentFailure(
            "beside containers that come and go no browser can be used", "run what disrupts after the others"
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

    def blind(self, platform: str) -> Sequence[str]:
        """The units whose own health checks pass while they do nothing; returns when all are ready again."""
        return self._running[platform].blind()

    def casualties(self) -> Sequence[Casualty]:
        if self._deaths is None or self._deaths.process != os.getpid():
            self._deaths = Deaths(self.project, self.orders, self._last_lines)
        return self._deaths.casualties()

    def leave(self) -> None:
        if self._deaths is not None and self._deaths.process == os.getpid():
            self._deaths.close()
            self._deaths = None

    def processes(self) -> Mapping[int, str]:
        return {}

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

    def container(self, service: str) -> str:
        """The name of the container of a service of the Compose file."""
        described = self._described.get("services", {}).get(service, {})
        return str(described.get("container_name") or f"{self.project}-{service}-1")

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
        if self._build.name and [self._build.name] != self.defects:
            raise EnvironmentFailure(
                f"the containers of {self.project} are up, and the defect {self._build.name} is not in them",
                "end them with make down ENVIRONMENT=containers",
            )
        if self.defects:
            self._build = self._found_built_in()

    def _found_with_lines(self) -> bool:
        """Whether what is up has relays: they publish the ports, and so they stay."""
        if not self.is_shared:
            return False
        with understood("looking at the containers"):
            services = {engine.service_of(one) for one in self.client.compose.ps(all=True)}
        return any(service.partition("-")[2].startswith("line-") for service in services)

    def _read(self, *, with_lines: bool) -> None:
        with understood(f"reading {self._compose.name}"):
            files = [self._compose]
            self.client = self._client_of(files)
            self._described = self.client.compose.config(return_json=True)
            if self._build.name and not self.is_shared:
                self._redeploy()
            if self.defects:
                files = [self._redeployed]
                self.client = self._client_of(files)
                self._described = self.client.compose.config(return_json=True)
            self.has_lines = with_lines
            if with_lines:
                units = {
                    name: [*(service.name for service in manifest.services), *manifest.servers]
                    for name, manifest in self._manifests.items()
                }
                write_override(self.folder / "lines.yml", self._described, units)
                self.client = self._client_of([*files, self.folder / "lines.yml"])
                self._described = self.client.compose.config(return_json=True)

    def _redeploy(self) -> None:
        """Write what is described as the defect has it."""
        changed = subprocess.run(
            [sys.executable, "-m", DEPLOYER, self._build.name, self._build.folder],
            cwd=PROJECT,
            input=json.dumps(self._described),
            capture_output=True,
            text=True,
            check=False,
        )
        if changed.returncode:
            last = (changed.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise EnvironmentFailure(f"the defect cannot be built in: {last}", "mend it")
        with os.fdopen(os.open(self._redeployed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(changed.stdout)  # secrets are filled in
        self._built_in.write_text(f"{self._build.name}\n{self._build.folder}\n", encoding="utf-8")

    def _up(self) -> None:
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
            waits = (self._described["services"][service].get("depends_on") or {}).items()
            needs = [need.partition("-")[2] for need, how in waits if how["condition"] in READY and how["required"]]
            self._beginnings[service] = Beginning(needs, self._stands_on(service))
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
            raise self._missing(services, failure) or self._sick() or NotUp(failure.what, failure.remedy) from None
        finally:
            events.close()

    def _stands_on(self, service: str) -> list[str]:
        """The units without which one is nothing; see `Beginning`."""
        platform = service.partition("-")[0]
        units = [one.partition("-")[2] for one in self._described["services"] if one.startswith(f"{platform}-")]
        servers_of = self._manifests[platform].servers
        return [
            unit
            for unit in units
            if f"{platform}-{unit}" != service
            and not (unit in servers_of and servers.kind(unit).role == MONITORING)
            and (
                (self._is_told(service, f"{platform}-{unit}") and not self._is_told(f"{platform}-{unit}", service))
                or self._reads(service) & self._fills(f"{platform}-{unit}")
            )
        ]

    def _is_told(self, service: str, other: str) -> bool:
        """Whether the address of another is among what a service is told."""
        told = self._described["services"][service].get("environment") or {}
        return f"{other}:" in " ".join(value or "" for value in told.values())

    def _reads(self, service: str) -> set[str]:
        """The volumes that a service only reads."""
        return {one["source"] for one in self._volumes(service) if one.get("read_only")}

    def _fills(self, service: str) -> set[str]:
        """The volumes that it may write to."""
        return {one["source"] for one in self._volumes(service) if not one.get("read_only")}

    def _volumes(self, service: str) -> list[Mapping[str, Any]]:
        """Its volumes that have a name."""
        mounts = self._described["services"][service].get("volumes") or ()
        return [one for one in mounts if one["type"] == "volume" and one.get("source")]

    def _note_beginning(self, event: Event) -> None:
        beginning = self._beginnings[event.service]
        if event.what == "start":
            beginning.started, beginning.ready = event.at, None
        elif event.what == "health_status: healthy" or (event.what == "die" and event.status == 0):
            beginning.ready = beginning.ready or event.at  # on a busy machine it may be sick for a moment afterwards

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

    def _sick(self) -> NotUp | None:
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
                lines = in_short(lines_of(container.name, tail=LAST_LINES))
                return NotUp(
                    f"the container {service} {how}; the last it wrote: {lines}", "mend what it complains about"
                )
        return None

    def _last_lines(self, service: str) -> list[str]:
        return lines_of(self.container(service), tail=LAST_LINES)
