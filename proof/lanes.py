"""A lane: an environment of its own, in which one defect after another is built in and scenarios are run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import psycopg

from proof.judging import Ran
from support.config import ROOT, Settings
from support.environments.containers import find_containers
from support.environments.embedded import EmbeddedEnvironment, start_new
from support.environments.engine import find_engine
from support.environments.folders import base_folder
from support.environments.manifest import NOTHING_BUILT_IN, Build
from support.environments.protocol import CONTAINERS
from support.failures import EnvironmentFailure
from support.running.selection import needs

LIMIT = 300.0
"""Seconds that a run of scenarios may take with a defect in it: something may hang."""
WHOLE_LIMIT = 1800.0
"""The same for all scenarios of a platform on the healthy one, also on a slow or busy machine."""
CONTAINERS_LIMIT = 1200.0
"""The same on containers, which come up for each run and are made anew by many a scenario."""
SCENARIOS_FAILED = 1

COLUMNS: LiteralString = """
    SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
TAG = re.compile(r"@([\w.-]+)")


def needed(features: Path) -> set[str]:
    """What scenarios of these features may need of a lane: while it is used, it cannot be made anew."""
    return needs({tag for one in features.glob("*.feature") for tag in TAG.findall(one.read_text(encoding="utf-8"))})


class Lane:
    """Runs behave on an environment that only this lane uses. For one thread at a time."""

    only = ""
    """Tag of the scenarios that count here; empty for all."""

    def __init__(self, settings: Settings, folder: Path, platform: str) -> None:
        """`folder` takes what its runs leave."""
        self._settings, self._platform = settings, platform
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._environment: EmbeddedEnvironment | None = None
        self._behave: subprocess.Popen[bytes] | None = None
        self._afflicted = ""
        """The service that has a defect in it, or had one last; empty when all are whole."""
        self._spoilt = False
        """Whether the defect leaves what would be found when there is none."""
        self._tables: list[str] = []
        """All that the whole platform has in its database, column by column."""

    def open(self) -> None:
        """Start the healthy platform."""
        base = base_folder(self._settings.temporary)
        self._environment = start_new(base, ROOT / "platforms", NOTHING_BUILT_IN)
        wanted = needed(ROOT / "features" / self._platform)
        self._environment.start([self._platform], wanted & self._environment.capabilities)
        self._tables = self.stored()

    @property
    def database_url(self) -> str | None:
        """Where the platform of this lane keeps its tables; None when it has none."""
        assert self._environment is not None
        return self._environment.platform(self._platform).database_url

    def stored(self) -> list[str]:
        """Every column of every table that the platform has now, as `schema.table.column`."""
        if self.database_url is None:
            return []
        with psycopg.connect(self.database_url) as connection:
            return [one for (one,) in connection.execute(COLUMNS).fetchall()]

    def _renew(self) -> None:
        """Start the platform anew where a defect has left what the next one would meet: tables, columns, gaps."""
        if self._spoilt or self.stored() != self._tables:
            self.end()
            self._afflicted, self._spoilt = "", False
            self.open()

    def build(self, service: str, build: Build, *, spoils: bool = False) -> None:
        """Start one service anew with a defect, all others being whole; EnvironmentFailure when it does not start.

        `spoils` as of `Defect`: the platform is made anew afterwards.
        """
        if self._afflicted not in {"", service}:
            self.mend()
        else:
            self._renew()
        assert self._environment is not None
        self._afflicted, self._spoilt = service, spoils
        self._environment.rebuild(self._platform, service, build)
        self._environment.platform(self._platform).heal()

    def mend(self) -> None:
        """Make the platform healthy again, whatever a defect and scenarios have done to it."""
        assert self._environment is not None
        if self._afflicted:
            self._environment.rebuild(self._platform, self._afflicted, NOTHING_BUILT_IN)
            self._afflicted = ""
        self._environment.platform(self._platform).heal()
        self._renew()

    def run(
        self, selected: Sequence[str], jobs: int, *, stop: bool = False, limit: float = LIMIT
    ) -> tuple[list[Ran], str]:
        """Run behave on these locations, or with these arguments: the scenarios, and why it did not come to its end.

        With `stop` it ends after the first scenario that goes wrong, quick ones first.
        """
        record = self.folder / "run.json"
        record.unlink(missing_ok=True)
        defines = self._where() | {
            "temporary": self._settings.temporary,
            "reports": self.folder,
            "seed": self._settings.seed,
            "patience": self._settings.patience,
            "leftovers": "off",
            "evidence": "false",
            "exercised": "false",
        }
        command = [sys.executable, "-m", "behave", "--no-color", "-j", str(jobs), *(["--stop"] if stop else [])]
        command += given(defines)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ACCEPTANCE_")}
        with (self.folder / "behave.log").open("wb") as log:
            self._behave = subprocess.Popen(
                [*command, *selected], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            status = self._behave.wait(limit)
        except subprocess.TimeoutExpired:
            self._behave.kill()
            self._behave.wait()
            return [], f"the scenarios did not come to an end within {limit:.0f} s"
        return self._told(record, status)

    def _where(self) -> dict[str, object]:
        """The settings that say where the scenarios run."""
        assert self._environment is not None
        return {"attach": self._environment.folder}

    def _told(self, record: Path, status: int) -> tuple[list[Ran], str]:
        try:
            told = json.loads(record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            last = (self.folder / "behave.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            return [], f"behave ended with status {status} and left no record: {''.join(last)}"
        scenarios = [Ran.read(one) for one in told["scenarios"]]
        failure = told["failure"]["what"] if told["failure"] else ""
        if not failure and status not in {0, SCENARIOS_FAILED}:
            failure = f"behave ended with status {status}"
        return scenarios, failure

    def stop(self) -> None:
        """End the run that is going on."""
        if self._behave and self._behave.poll() is None:
            self._behave.terminate()

    def end(self) -> None:
        """Leave nothing, whatever is going on."""
        self.stop()
        if self._environment:
            self._environment.close()
            self._environment = None

    def learn_times(self, times: Path) -> None:
        """Take over how long scenarios take, so that quick ones go first."""
        if times.is_file():
            shutil.copy(times, self.folder / "times.json")


class ContainersLane(Lane):
    """Runs behave on containers, anew for each run: what is built in is the deployment."""

    only = "@needs.containers"

    def __init__(self, settings: Settings, folder: Path, platform: str) -> None:
        super().__init__(settings, folder, platform)
        self._build = NOTHING_BUILT_IN

    def open(self) -> None:
        """Nothing is up between runs. EnvironmentFailure where something is, which each run would take for its own."""
        if up := find_containers(self._settings, ROOT / "platforms"):
            raise EnvironmentFailure(
                f"the containers of {up.project} are up, and no defect can be built into them",
                "end them with make down ENVIRONMENT=containers",
            )

    def build(self, service: str, build: Build, *, spoils: bool = False) -> None:
        self._build = build

    def mend(self) -> None:
        self._build = NOTHING_BUILT_IN

    def run(
        self, selected: Sequence[str], jobs: int, *, stop: bool = False, limit: float = LIMIT
    ) -> tuple[list[Ran], str]:
        return super().run(selected, jobs, stop=stop, limit=max(limit, CONTAINERS_LIMIT))

    def _where(self) -> dict[str, object]:
        built_in = {"defect": self._build.name, "defects": self._build.folder} if self._build.name else {}
        return {"environment": CONTAINERS, **built_in}


def given(settings: Mapping[str, object]) -> list[str]:
    """Settings as behave takes them; those that nobody gave (None) are not handed on."""
    return [part for name, value in settings.items() if value is not None for part in ("-D", f"{name}={value}")]


def lanes(settings: Settings, folder: Path, platform: str, count: int, *, containers: bool = False) -> list[Lane]:
    """So many lanes with different data, none of them open yet; of containers one only."""
    if containers:
        return [ContainersLane(settings, folder / "lane-1", platform)]
    return [Lane(replace(settings, seed=settings.seed + n), folder / f"lane-{n + 1}", platform) for n in range(count)]


def why_no_containers() -> str:
    """Why no containers can be had here; empty where they can."""
    try:
        find_engine()
    except EnvironmentFailure as failure:
        return failure.what
    return ""


__all__ = ["Build", "EnvironmentFailure", "Lane", "lanes", "why_no_containers"]
