"""One platform put together from its manifest: ports, passwords, addresses, units, and how they start."""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from support.environments import processes, servers
from support.environments.folders import free_space, ran_full, remove
from support.environments.hosting import Host, HostedService
from support.environments.lines import Line, Lines, Relayed, Trouble
from support.environments.manifest import MONITORING, Build, Manifest, Service, fill, instances
from support.environments.ports import Port, hold_port
from support.environments.probes import NotReady
from support.environments.protocol import LINES
from support.environments.recipe import Place, Recipe, Scraping
from support.environments.trials import attempt
from support.environments.units import HEAL_LIMIT, PAUSE, PROBE_LIMIT, PortLost, State, Unit
from support.failures import EnvironmentFailure

T = TypeVar("T")

PORT_TRIES = 3
SPACE_TO_BREATHE = 2**20
"""With fewer bytes free than this, a failure is put down to the full disk: not even logs can be written."""


@dataclass(frozen=True)
class Surroundings:
    """What the platforms of one environment share."""

    folder: Path
    project: Path
    tls: Path
    host: Callable[[str], Host]
    platforms: Path
    trust: Callable[[], Awaitable[ssl.SSLContext]]
    on_death: Callable[[Unit, int], None]


class Assembly:
    """One platform, its parts made and not yet started. Ports and passwords are fixed for its life."""

    def __init__(self, manifest: Manifest, around: Surroundings, build: Build, needs: frozenset[str]) -> None:
        self.manifest = manifest
        self.build, self.needs = build, needs
        self.folder = around.folder / manifest.name
        self._around = around
        self._secrets: dict[str, str] = {}
        self._afflicted: dict[int, Line] = {}
        self._ports: dict[str, Port] = {}
        self._behind: dict[str, Port] = {}
        """Where units listen that are reached through the relay."""
        self._server_urls: dict[str, str] = {}
        self._made_at = time.time()
        self.folder.mkdir()
        self.folder.chmod(around.folder.stat().st_mode & 0o777)
        self._logs = self.folder / "logs"
        for folder in (self._logs, self.folder / "temporary"):
            folder.mkdir()
        self._lines = Lines(around.project, around.folder, self.folder / "logs/lines.log") if LINES in needs else None
        try:
            server_recipes = [self._server(name) for name in manifest.servers_for(needs)]
            for service in manifest.services:
                self._ports[service.name] = hold_port()
            services = [self._service(service) for service in manifest.services]
            self.credentials = {
                name: fill(value, lambda template: self._value(template, None))
                for name, value in manifest.credentials.items()
            }
        except BaseException:
            self._give_back()
            raise
        self._servers = [self._unit(recipe) for recipe in server_recipes]
        self._recipes = {recipe.name: recipe for recipe in services}
        self._services = [self._unit(recipe) for recipe in services]
        self.units = {unit.name: unit for unit in (*self._services, *self._servers)}

    def _unit(self, recipe: Recipe) -> Unit:
        if self._lines:
            recipe = Relayed(recipe, self._lines, self._ports[recipe.name].number)
        return Unit(self.manifest.name, recipe, self._around.on_death)

    async def start(self) -> None:
        """Servers at the same time, then services at the same time; the first failure ends it all."""
        await together([unit.start() for unit in self._servers] + [unit.prepare() for unit in self._services])
        await together(unit.start() for unit in self._services)

    async def rebuild(self, service: str, build: Build) -> None:
        """Start one service anew, with a defect or without; without its number, each of several that are alike."""
        build.check()
        for unit in instances(service, self._recipes):
            self._recipes[unit].build = build
            await self.units[unit].restart()

    async def trial(
        self, service: str, changes: Mapping[str, str | None], limit: float
    ) -> tuple[int | None, list[str]]:
        """Start a copy of a service, with a port, a log and a folder of its own; see `trials.attempt`."""
        wanted = next(one for one in self.manifest.services if one.name == service)
        port, folder = hold_port(), Path(mkdtemp(prefix="trial-", dir=self.folder))
        try:
            environment = {**self._environment(wanted, port, folder), **changes}
            given = {name: value for name, value in environment.items() if value is not None}
            copy = self._recipe(wanted, given, port, folder / "output")
            copy.build = self._recipes[service].build
            return await attempt(copy, limit)
        finally:
            port.release()
            remove(folder)

    async def retell(self, service: str, changes: Mapping[str, str | None]) -> None:
        """Start a service anew that is told something else than usual, from now on."""
        self._recipes[service].otherwise = dict(changes)
        await self.units[service].restart()

    async def heal(self) -> list[str]:
        """Everything runs and is ready again, as it is told usually; what had to be done."""
        healed = await self._lines.heal() if self._lines else []
        done = [[f"{line} was in trouble and has been healed."] for line in healed]
        done += await together(unit.heal() for unit in self._servers)
        otherwise = [name for name, recipe in self._recipes.items() if recipe.otherwise]
        await together(self.retell(name, {}) for name in otherwise)
        done += [[f"{name} was told otherwise and has been restarted."] for name in otherwise]
        done += await together(unit.heal() for unit in self._services)
        await together(self._check_line(line) for line in healed)
        return [sentence for sentences in done for sentence in sentences]

    async def trouble(self, line: Line, trouble: Trouble) -> int:
        """Afflict a line; see `Lines.trouble`. One that is whole when it is afflicted is surely healed afterwards."""
        number = await self._live_lines().trouble(line, trouble)
        self._afflicted[number] = line
        return number

    async def meetings(self, number: int) -> list[float]:
        """When something met a trouble so far, in seconds since it came."""
        return await self._live_lines().meetings(number)

    async def relieve(self, number: int) -> int:
        """End a trouble; returns when its line works again."""
        met = await self._live_lines().relieve(number)
        if line := self._afflicted.pop(number, None):
            await self._check_line(line)
        return met

    def _live_lines(self) -> Lines:
        if self._lines is None:
            raise EnvironmentFailure(
                f"{self.manifest.name} was started without lines that could be afflicted",
                "tag the scenario with @needs.lines",
            )
        return self._lines

    async def _check_line(self, line: Line) -> None:
        """Return when the target answers through the relay, as it does without; nothing to see where it is down."""
        unit = self.units[line.target]
        clock = asyncio.get_running_loop()
        deadline = clock.time() + HEAL_LIMIT
        while isinstance(unit.recipe, Relayed) and unit.state is State.RUNNING:
            try:
                await asyncio.wait_for(unit.recipe.check(), PROBE_LIMIT)
                return
            except (NotReady, TimeoutError) as failure:
                if clock.time() > deadline:
                    raise EnvironmentFailure(
                        f"{line} of {self.manifest.name} was healed, and {line.target} does not answer over it "
                        f"({failure})",
                        "see its log, and run again",
                    ) from None
            await asyncio.wait([clock.create_future()], timeout=PAUSE)

    async def close(self, grace: float) -> None:
        """Services end in peace, servers at once, for what they store goes too."""
        await together(unit.stop(grace) for unit in self._services)
        await self.abandon()

    async def abandon(self) -> None:
        """Everything ends at once; its folder and its ports are given back."""
        await together(unit.kill() for unit in self.units.values())
        if self._lines:
            await self._lines.close()
        self._give_back()

    def _give_back(self) -> None:
        for port in (*self._ports.values(), *self._behind.values()):
            port.release()
        remove(self.folder)

    def versions(self) -> dict[str, str]:
        told: dict[str, str] = {}
        for unit in self._servers:
            told |= unit.recipe.versions()
        for unit in self._services:
            told |= {f"{self.manifest.name}/{name}": version for name, version in unit.recipe.versions().items()}
        return told

    def is_of_today(self, platforms: Path) -> bool:
        """Whether nothing has changed in its folder, in `common` and in its defect since it was started."""
        files = [
            file
            for folder in (platforms / self.manifest.name, platforms / "common")
            for file in folder.rglob("*")
            if file.is_file() and file.suffix != ".pyc"
        ]
        files += [self.build.file] if self.build.name else []
        return all(file.stat().st_mtime <= self._made_at for file in files)

    def status(self) -> dict[str, dict[str, object]]:
        """What each unit does and where it is, without secrets."""
        urls = {service.name: self._url(service.name) for service in self.manifest.services}
        return {
            unit.name: {
                "state": unit.state.value,
                "pid": unit.pid,
                "address": urls.get(unit.name, f"127.0.0.1:{unit.recipe.port.number}"),
                "log": str(unit.recipe.log),
                "defect": self._recipes[unit.name].build.name if unit.name in self._recipes else "",
            }
            for unit in self.units.values()
        }

    def description(self) -> dict[str, object]:
        """What a client needs to know of it."""
        return {
            "name": self.manifest.name,
            "services": {service.name: self._url(service.name) for service in self.manifest.services},
            "servers": {servers.kind(name).role: url for name, url in self._server_urls.items()},
            "server_names": list(self._server_urls),
            "credentials": self.credentials,
            "secrets": sorted(self._secrets.values()),
            "authority": str(self._around.tls / "authority.pem"),
            "logs": {unit.name: str(unit.recipe.log) for unit in self.units.values()},
        }

    def _server(self, name: str) -> Recipe:
        folder = self.folder / name
        folder.mkdir()
        self._ports[name] = hold_port()
        kind = servers.kind(name)
        place = Place(
            platform=self.manifest.name,
            environment=self._around.folder,
            folder=folder,
            log=self._logs / f"{name}.log",
            port=self._listening_port(name),
            secret=self._secret,
            extensions=self.manifest.extensions,
            scraping=self._scraping,
            address=lambda service: f"127.0.0.1:{self._ports[service].number}",
        )
        secret = self._secret(name) if kind.role != MONITORING else ""
        self._server_urls[name] = kind.url(self.manifest.name, secret, self._ports[name].number)
        recipe: Recipe = kind.recipe(place)
        return recipe

    def _listening_port(self, unit: str) -> Port:
        """Where a unit listens: at its address, or behind the relay that does."""
        if self._lines is None:
            return self._ports[unit]
        return self._behind.setdefault(unit, hold_port())

    def _scraping(self) -> Scraping:
        """What the platform's Prometheus asks, its templates filled in."""
        scrape = self.manifest.scrape
        jobs = [replace(job, discovery=fill(job.discovery, lambda one: self._value(one, None))) for job in scrape.jobs]
        rules = [self._around.platforms.absolute() / self.manifest.name / file for file in scrape.rules]
        return Scraping(scrape.interval, jobs, rules, self._around.tls / "authority.pem")

    def _service(self, service: Service) -> HostedService:
        port, log = self._listening_port(service.name), self._logs / f"{service.name}.log"
        recipe = self._recipe(service, self._environment(service, port, self.folder / "temporary"), port, log)
        recipe.build = self.build
        return recipe

    def _environment(self, service: Service, port: Port, temporary: Path) -> dict[str, str]:
        """What a service is given when it listens on that port."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(temporary),
            "TMPDIR": str(temporary),
            processes.MARK: str(self._around.folder),
        } | {
            name: fill(template, lambda template: self._value(template, port))
            for name, template in service.environment.items()
        }

    def _recipe(self, service: Service, environment: Mapping[str, str], port: Port, log: Path) -> HostedService:
        return HostedService(
            service.name,
            service.module,
            service.health,
            environment=environment,
            log=log,
            port=port,
            host=lambda: self._around.host(self.manifest.host),
            trust=self._around.trust,
        )

    def _value(self, template: str, port: Port | None) -> str:
        """What a template stands for; `load_manifest` has checked that it stands for something."""
        kind, _, name = template.partition("." if "." in template else ":")
        if kind == "port" and port:
            return str(port.number)
        if kind == "url":
            return self._url(name)
        if kind == "secret":
            return self._secret(f"manifest-{name}")
        if kind == "tls":
            return str(self._around.tls / f"{name}.pem")
        if kind == "folder":
            folder = self.folder / "files" / name
            folder.mkdir(parents=True, exist_ok=True)
            return str(folder)
        return self._server_urls[kind]

    def _url(self, service: str) -> str:
        return f"https://127.0.0.1:{self._ports[service].number}"

    def _secret(self, name: str) -> str:
        return self._secrets.setdefault(name, os.urandom(16).hex())


async def assemble(manifest: Manifest, around: Surroundings, build: Build, needs: frozenset[str]) -> Assembly:
    """A running platform; made anew, with other ports, where a stranger took one at the last moment."""
    tries = PORT_TRIES
    while True:
        assembly = Assembly(manifest, around, build, needs)
        try:
            await assembly.start()
        except BaseException as failure:
            full = "no space left" in str(failure).lower() or free_space(around.folder) < SPACE_TO_BREATHE
            await assembly.abandon()
            tries -= 1
            if full:
                raise ran_full(around.folder.parent.parent) from failure
            if not isinstance(failure, PortLost) or not tries:
                raise
        else:
            return assembly


async def together(work: Iterable[Coroutine[object, object, T]]) -> list[T]:
    """Do it all at the same time; the first failure ends the rest, and is raised."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
