"""Prometheus: how it is found, set up, started and asked."""

from __future__ import annotations

import json
import re
import shutil
import signal
from pathlib import Path

from support.environments.children import Child, spawn
from support.environments.probes import prometheus_version
from support.environments.recipe import Place, Recipe, Server, lacking
from support.environments.scraping import configuration
from support.failures import EnvironmentFailure

TOOLS = Path(__file__).resolve().parents[3] / ".tools"


class Prometheus:
    """A Prometheus that asks the services of one platform, and keeps what it was told while it lives."""

    name = "prometheus"
    stop_signal = signal.SIGTERM

    def __init__(self, place: Place) -> None:
        self.log, self.port = place.log, place.port
        self._place = place
        self._program = find_prometheus()
        self._version = ""

    async def prepare(self) -> None:
        told = self._place.scraping()
        content = configuration(
            told.interval, map(_literally, told.rules), told.jobs, str(told.authority), self._place.address
        )
        (self._place.folder / "prometheus.yml").write_text(json.dumps(content, indent=1), encoding="ascii")

    async def launch(self) -> Child:
        folder = self._place.folder
        return spawn(
            [
                *(self._program, f"--config.file={folder / 'prometheus.yml'}"),
                *(f"--storage.tsdb.path={folder / 'data'}", "--storage.tsdb.retention.time=1d"),
                f"--web.listen-address=127.0.0.1:{self.port.number}",
            ],
            folder=folder,
            log=self.log,
            environment=self._place.variables(),
        )

    async def probe(self, through: int = 0) -> bool:
        self._version = await prometheus_version(through or self.port.number)
        return True

    def versions(self) -> dict[str, str]:
        return {"prometheus": self._version} if self._version else {}

    async def clear_up(self) -> None:
        """It leaves nothing."""


def _literally(file: Path) -> str:
    """A file's path as a pattern for file names that fits nothing else."""
    return re.sub(r"([*?\[\\])", r"\\\1", str(file))


def find_prometheus() -> Path:
    """The one on PATH, else what the set-up has unpacked; EnvironmentFailure with the reason when there is none."""
    if found := shutil.which("prometheus"):
        return Path(found)
    try:
        record = json.loads((TOOLS / "prometheus.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    program = Path(record.get("executable", ""))
    if program.is_file():
        return program
    reason = f" ({record['reason']})" if "reason" in record else ""
    raise EnvironmentFailure(
        f"Prometheus is missing{reason}", "put prometheus on PATH, or run make setup to look for it again"
    )


class PrometheusKind:
    """Prometheus, wherever it runs."""

    name, role, program, package = "prometheus", "monitoring", "prometheus", "prometheus"

    def url(self, platform: str, secret: str, port: int) -> str:
        return f"http://127.0.0.1:{port}"

    def lacking(self) -> str:
        return lacking(find_prometheus)

    def recipe(self, place: Place) -> Recipe:
        return Prometheus(place)


SERVER: Server = PrometheusKind()
