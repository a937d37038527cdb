"""What the tests of environments share: settings, places, a platform made to order, and looking at processes."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support.environments import Platform, folders, processes
from support.environments.embedded import EmbeddedEnvironment, open_embedded
from support.observing import waiting

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = Path(__file__).parent / "platforms"

MANIFEST = """
name = "{name}"
title = "{name}"
servers = {servers}
host = "{host}"

[[service]]
name = "only"
module = "{module}"
health = "/health"
[service.environment]
PORT = "{{port}}"
TLS_CERT_FILE = "{{tls.certificate}}"
TLS_KEY_FILE = "{{tls.key}}"
HABIT = "{habit}"
"""


@dataclass(frozen=True)
class TestSettings:
    __test__ = False
    temporary: Path | str | None
    environment: str = "embedded"
    deployment: Path | str | None = None
    keep: bool = False
    attach: Path | None = None
    defect: str = ""
    defects: Path = Path("defects")


def write_platform(
    platforms: Path,
    name: str,
    *,
    habit: str = "",
    servers: str = "[]",
    module: str = "tests.environments.platforms.service",
    host: str = "platforms.common.host",
) -> None:
    """A platform with one service; `platforms/service.py` tells which bad habits there are."""
    (platforms / name).mkdir(parents=True, exist_ok=True)
    manifest = MANIFEST.format(name=name, habit=habit, servers=servers, module=module, host=host)
    (platforms / name / "platform.toml").write_text(manifest)


def embedded(temporary: Path, platforms: Path = PLATFORMS) -> EmbeddedEnvironment:
    return open_embedded(TestSettings(temporary), platforms)


def call(platform: Platform, service: str, path: str, *, method: str = "GET", timeout: float = 5.0) -> object:
    """Ask a service, trusting nobody but the environment's own authority."""
    request = urllib.request.Request(platform.url(service) + path, method=method)
    trust = ssl.create_default_context(cafile=platform.authority)
    with urllib.request.urlopen(request, timeout=timeout, context=trust) as answer:
        return json.load(answer)


def comes_true(look: Callable[[], bool], within: float) -> bool:
    return any(look() for _ in waiting.looks(within))


def of_environment(folder: Path) -> list[processes.Process]:
    """Every live process that was started for an environment."""
    mark = f"{processes.MARK}={folder}".encode()
    found = []
    for process in processes.everything():
        try:
            marked = mark in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
            inside = os.readlink(f"/proc/{process.pid}/cwd").startswith(str(folder))
        except OSError:
            continue
        if (marked or inside) and process.state != "Z":
            found.append(process)
    return found


def shared_memory(folder: Path) -> str:
    """The key of the System V shared memory segment that the tiny platform's PostgreSQL holds."""
    return (folder / "tiny/postgres/data/postmaster.pid").read_text().splitlines()[6].split()[0]


def exists_in_memory(key: str) -> bool:
    return any(line.split()[0] == key for line in Path("/proc/sysvipc/shm").read_text().splitlines())


def run_owner(
    temporary: Path, then: str = "tell(); sys.stdin.read()", *, platforms: Path = PLATFORMS, name: str = "tiny"
) -> tuple[subprocess.Popen[str], Path]:
    """Another process that opens an environment with a platform; and the environment's folder.

    `then` is what it does when the platform is ready; it has to `tell()` us.
    """
    script = f"""
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # off for what was started in the background
from tests.environments.helpers import embedded
environment = embedded(Path({str(temporary)!r}), Path({str(platforms)!r}))
environment.start([{name!r}])
def tell():
    print(environment.folder, flush=True)
{then}
"""
    owner = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert owner.stdout is not None
    return owner, Path(owner.stdout.readline().strip())


def leftovers(temporary: Path) -> list[str]:
    """Names of what environments left in the folder for temporary files."""
    base = folders.base_folder(temporary)
    return sorted(path.name for path in base.iterdir() if path.name != "lock")
