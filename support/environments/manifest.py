"""What a platform is made of: `platform.toml` in the platform's folder, and the templates in it.

Templates, in the values of `environment` and `credentials`:

`{port}`                the service's own port
`{url:SERVICE}`         where a service of the platform is, `https://127.0.0.1:<port>`
`{postgres.url}`        a database named after the platform; likewise of every other server that it names
`{secret:NAME}`         random, the same value wherever the name is the same within one platform
`{tls.certificate}`     file with the services' certificate; likewise `{tls.key}`, `{tls.authority}`
`{folder:NAME}`         an empty folder that lives as long as the environment
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from support.environments import servers as recipes
from support.environments.scraping import Scrape, read_scrape
from support.failures import EnvironmentFailure

LAUNCHER = "defects.launch"
"""Runs a service with a known defect built in; `defects/launch.py` tells what it has to be told."""
DEPLOYER = "defects.deploy"
"""Changes what containers are started from, as a known defect of the deployment has it."""
DEPLOYMENT = "deployment"
"""Folder of the defects of how a platform is deployed, beside those of its services."""
MONITORING = "monitoring"
"""The role of servers that no service may need: such a one is started where a scenario looks in."""
TEMPLATE = re.compile(r"\{([a-z][a-z_]*(?:[:.][a-z0-9_-]+)?)\}")


@dataclass(frozen=True)
class Service:
    name: str
    module: str
    """Imported in the service's process; its `main()` is called."""
    health: str
    """Path that answers 200 when the service is ready."""
    environment: Mapping[str, str]


def instances(service: str, units: Iterable[str]) -> list[str]:
    """Which units a service is: one of its name, or those with that name and a number (`chat-1`, `chat-2`).

    Raises EnvironmentFailure when there is none.
    """
    found = [unit for unit in units if re.fullmatch(rf"{re.escape(service)}(-\d+)?", unit)]
    if not found:
        raise EnvironmentFailure(f"there is no service {service}", f"it is one of {', '.join(sorted(units))}")
    return found


@dataclass(frozen=True)
class Build:
    """What a service is built with: the known defect `name`, `platform/name`, from that folder; nothing without one."""

    name: str = ""
    folder: str = ""

    @property
    def file(self) -> Path:
        """The module that is the defect."""
        platform, _, stem = self.name.replace("-", "_").partition("/")
        folder = Path(self.folder, platform)
        return next(iter(sorted(folder.rglob(f"{stem}.py"))), folder / f"{stem}.py")

    @property
    def of_deployment(self) -> bool:
        """Whether it is of how the platform is deployed, and not of a service."""
        return bool(self.name) and self.file.parent.name == DEPLOYMENT

    def afflicts(self, platform: str) -> bool:
        """Whether it is a defect of that platform."""
        return self.name.startswith(f"{platform}/")

    def check(self) -> None:
        """Raise EnvironmentFailure when there is no such defect."""
        if self.name and not self.file.is_file():
            platform = self.name.split("/")[0]
            files = Path(self.folder, platform).rglob("*.py")
            known = sorted(file.stem.replace("_", "-") for file in files if file.stem != "__init__")
            near = get_close_matches(self.name.split("/")[1], known, 1) or known[:3]
            advice = f"such as {' or '.join(f'{platform}/{one}' for one in near)}" if near else "there are none"
            raise EnvironmentFailure(f"there is no known defect {self.name} in {self.folder}", advice)

    def of(self, service: str, module: str) -> tuple[str, dict[str, str]]:
        """The module to run in a service's place, and what its environment has besides."""
        if not self.name:
            return module, {}
        told = {"SERVICE_NAME": service, "SERVICE_MODULE": module}
        return LAUNCHER, told | {"KNOWN_DEFECT": self.name, "KNOWN_DEFECTS": self.folder}


NOTHING_BUILT_IN = Build()


@dataclass(frozen=True)
class Manifest:
    name: str
    title: str
    servers: tuple[str, ...]
    host: str
    """Module that forks the services."""
    credentials: Mapping[str, str]
    services: tuple[Service, ...]
    extensions: tuple[str, ...]
    """Of PostgreSQL, such as `vector`: in the platform's database before a service comes."""
    scrape: Scrape
    """What Prometheus asks, where it is one of the servers."""

    def servers_for(self, needs: Collection[str]) -> list[str]:
        """The servers to start: those that a service is told of, and those whose role is needed to look in."""
        told = " ".join(text for service in self.services for text in service.environment.values())
        return [
            server
            for server in self.servers
            if recipes.kind(server).role != MONITORING or MONITORING in needs or f"{{{server}.url}}" in told
        ]


def known_platforms(folder: Path) -> list[str]:
    """Names of the platforms in this folder."""
    return sorted(manifest.parent.name for manifest in folder.glob("*/platform.toml"))


def load_manifest(folder: Path, name: str) -> Manifest:
    """The manifest of one platform; EnvironmentFailure when there is none or when it is wrong."""
    known = known_platforms(folder)
    if name not in known:
        raise EnvironmentFailure(
            f'there is no platform "{name}" in {folder}', f"choose from {', '.join(known) or 'none at all'}"
        )
    path = folder / name / "platform.toml"
    try:
        manifest = _parse(tomllib.loads(path.read_text(encoding="utf-8")))
        _check(manifest, name)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        fault = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise EnvironmentFailure(f"{path} is wrong: {fault}", "mend the file") from error
    return manifest


def fill(template: str, value_of: Callable[[str], str]) -> str:
    """The template with every `{name}` replaced by its value."""
    return TEMPLATE.sub(lambda found: value_of(found[1]), template)


def _parse(table: dict[str, object]) -> Manifest:
    def text(source: Mapping[str, object], key: str) -> str:
        value = source[key]
        if not isinstance(value, str):
            raise TypeError(f"{key} is not a text")
        return value

    def texts(source: Mapping[str, object], key: str) -> dict[str, str]:
        values = source.get(key, {})
        if not isinstance(values, dict):
            raise TypeError(f"{key} is not a table")
        return {name: text(values, name) for name in values}

    servers, services = table["servers"], table["service"]
    if not isinstance(servers, list) or not isinstance(services, list):
        raise TypeError("servers or service is not a list")
    shared = texts(table, "environment")
    prometheus, postgres = table.get("prometheus", {}), table.get("postgres", {})
    if not isinstance(prometheus, dict) or not isinstance(postgres, dict):
        raise TypeError("prometheus or postgres is not a table")
    return Manifest(
        name=text(table, "name"),
        title=text(table, "title"),
        servers=tuple(servers),
        host=text(table, "host"),
        credentials=texts(table, "credentials"),
        services=tuple(
            Service(
                name=text(service, "name"),
                module=text(service, "module"),
                health=text(service, "health"),
                environment={**shared, **texts(service, "environment")},
            )
            for service in services
        ),
        extensions=tuple(map(str, postgres.get("extensions", ()))),
        scrape=read_scrape(prometheus, text(table, "name"), [text(service, "name") for service in services]),
    )


def _check(manifest: Manifest, folder_name: str) -> None:
    if manifest.name != folder_name:
        raise ValueError(f'name is "{manifest.name}", its folder "{folder_name}"')
    if unknown := set(manifest.servers) - set(recipes.known()):
        raise ValueError(f"unknown server {', '.join(sorted(unknown))} (known: {', '.join(recipes.known())})")
    names = [*(service.name for service in manifest.services), *manifest.servers]
    if doubled := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two units are called {', '.join(sorted(doubled))}")
    known = {f"url:{service.name}" for service in manifest.services}
    known |= {f"{server}.url" for server in manifest.servers}
    known |= {"tls.certificate", "tls.key", "tls.authority"}
    places = [(f"credential {key}", value, known) for key, value in manifest.credentials.items()]
    places += [(f"discovery of {job.name}", job.discovery, known) for job in manifest.scrape.jobs]
    for service in manifest.services:
        places += [(f"{key} of {service.name}", value, known | {"port"}) for key, value in service.environment.items()]
    for place, template, allowed in places:
        for name in TEMPLATE.findall(template):
            if name not in allowed and not name.startswith(("secret:", "folder:")):
                raise ValueError(f"{place} has the unknown template {{{name}}}")
