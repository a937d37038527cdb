"""What running one unit takes, and what is known of a kind of server, wherever it runs."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from support.environments import processes
from support.environments.children import Child
from support.environments.ports import Port
from support.environments.scraping import Job
from support.failures import EnvironmentFailure

LIST = "install platforms/servers.txt"


class Recipe(Protocol):
    """How one unit is run."""

    @property
    def name(self) -> str: ...

    @property
    def log(self) -> Path: ...

    @property
    def port(self) -> Port: ...

    @property
    def stop_signal(self) -> signal.Signals: ...

    async def prepare(self) -> None:
        """Once, before the first launch."""

    async def launch(self) -> Child: ...

    async def probe(self, through: int = 0) -> bool:
        """Whether it works with nothing missing; raises NotReady when it does not work.

        `through` is another port that leads to it.
        """

    def versions(self) -> Mapping[str, str]:
        """What is known of its version since it was probed."""

    async def clear_up(self) -> None:
        """After its end, whatever ended it."""


@dataclass(frozen=True)
class Scraping:
    """What a Prometheus asks, and whom it trusts meanwhile."""

    interval: str
    jobs: Sequence[Job]
    rules: Sequence[Path]
    authority: Path


@dataclass(frozen=True)
class Place:
    """What every server of a platform gets."""

    platform: str
    environment: Path
    """The folder of the environment that it is a part of."""
    folder: Path
    log: Path
    port: Port
    secret: Callable[[str], str]
    """A random password for a name; 32 hexadecimal digits."""
    extensions: Sequence[str]
    """What PostgreSQL gives a database besides."""
    scraping: Callable[[], Scraping]
    address: Callable[[str], str]
    """Where a service is, as `host:port`; both to be called when the ports of all services are known."""

    def variables(self) -> dict[str, str]:
        """A plain environment for its process: English messages, times in UTC, files in its own folder."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "LC_ALL": "C",
            "TZ": "UTC",
            processes.MARK: str(self.environment),
        }


class Server(Protocol):
    """A kind of server: each module of `servers` has one, called `SERVER`."""

    @property
    def name(self) -> str:
        """As manifests, units and the services of a Compose file call it."""

    @property
    def role(self) -> str:
        """`database`, `cache`, `broker` or `monitoring`: what it is to a platform, and the capability to look in."""

    @property
    def program(self) -> str:
        """What to ask for its `--version` in its container."""

    @property
    def package(self) -> str:
        """What its version is called in reports."""

    def url(self, platform: str, secret: str, port: int) -> str:
        """Where the one of a platform is, on this machine, and how to sign in."""

    def lacking(self) -> str:
        """Why there is none on this machine, with what would help; empty where there is one."""

    def recipe(self, place: Place) -> Recipe:
        """How to run one natively; EnvironmentFailure when it is lacking."""


def lacking(find: Callable[[], object]) -> str:
    """What is said when something cannot be found; empty when it can."""
    try:
        find()
    except EnvironmentFailure as failure:
        return f"{failure.what}: {failure.remedy}"
    return ""


def package_folder(package: str) -> Path | None:
    """Where a package is installed; it is not imported."""
    found = find_spec(package)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None
