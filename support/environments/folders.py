"""The folders of environments: one for each, in one for each user, in the folder for temporary files.

An environment's supervisor locks its folder for as long as it lives. The kernel ends the lock with the
process, however it ends, so a folder that can be locked belongs to nobody any more and may be swept.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from support.environments import processes
from support.failures import EnvironmentFailure

SPACE_NEEDED = 300 * 2**20
"""Bytes that must be free before an environment starts; one platform takes about 100 MB."""

SOCKET = "supervisor.socket"
"""Name of the supervisor's socket in the environment's folder."""

FULL = (errno.ENOSPC, errno.EDQUOT)


def base_folder(temporary: Path | str | None) -> Path:
    """This user's folder for environments, made when missing.

    Root's can be entered by other users, for PostgreSQL runs as one of them; what is in it is closed on its own.
    """
    parent = Path(temporary or tempfile.gettempdir()).absolute()
    if not parent.is_dir():
        raise EnvironmentFailure(
            f"the folder for temporary files {parent} does not exist", "make it, or set temporary to another"
        )
    base = parent / f"acceptance-{os.getuid()}"
    if os.getuid() == 0 and not all(folder.stat().st_mode & 0o001 for folder in base.resolve().parents):
        raise EnvironmentFailure(
            f"the folder for temporary files {parent} cannot be entered by the user nobody, as whom PostgreSQL runs",
            "set temporary to a folder that everybody can enter, such as /tmp",
        )
    try:
        base.mkdir(mode=0o711 if os.getuid() == 0 else 0o700, exist_ok=True)
        owner = base.lstat()
        if owner.st_uid != os.getuid() or not stat.S_ISDIR(owner.st_mode) or owner.st_mode & 0o022:
            raise EnvironmentFailure(
                f"{base} was not made by you alone", "remove it, or set temporary to another folder"
            )
        with tempfile.TemporaryFile(dir=base):
            pass
    except OSError as error:
        raise unusable(base.parent, error) from error
    return base


def unusable(folder: Path, error: OSError) -> EnvironmentFailure:
    """What to say when a temporary file could not be made or written."""
    if error.errno in FULL:
        return no_space(folder)
    return EnvironmentFailure(
        f"the folder for temporary files {folder} is not usable ({error.strerror})",
        "make it writable, or set temporary to another",
    )


def no_space(folder: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{folder} has {free_space(folder) // 2**20} MB free, and an environment needs {SPACE_NEEDED // 2**20} MB",
        "make room, or set temporary to a folder on another disk",
    )


def ran_full(folder: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{folder} ran full while the environment was starting",
        f"make room for {SPACE_NEEDED // 2**20} MB, or set temporary to a folder on another disk",
    )


def free_space(folder: Path) -> int:
    """Bytes that an ordinary user can still write there."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def is_open_to_all(path: Path) -> bool:
    """Whether every user can enter all folders on the way to it, and read it."""
    wanted = 0o005 if path.is_dir() else 0o004
    way = path.resolve().parents
    return bool(path.stat().st_mode & wanted == wanted) and all(parent.stat().st_mode & 0o001 for parent in way)


class Lock:
    """A lock on a file, held until released or until this process ends."""

    def __init__(self, path: Path, *, wait: bool = True) -> None:
        """Raises BlockingIOError when it is held by another and `wait` is false."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            os.close(self._file)
            raise

    def release(self) -> None:
        os.close(self._file)


@contextlib.contextmanager
def alone(base: Path) -> Iterator[None]:
    """Nobody else makes or examines environments in this folder meanwhile."""
    lock = Lock(base / "lock")
    try:
        yield
    finally:
        lock.release()


def create(base: Path) -> tuple[Path, Lock]:
    """A new environment's folder, locked for the life of this process."""
    if free_space(base) < SPACE_NEEDED:
        raise no_space(base.parent)
    with alone(base):
        folder = Path(tempfile.mkdtemp(prefix="environment-", dir=base))
        folder.chmod(stat.S_IMODE(base.stat().st_mode))
        return folder, Lock(folder / "lock")


def abandoned(base: Path) -> list[Path]:
    """Folders whose supervisor is dead, now set aside for deletion. What still ran for them is ended."""
    found: list[Path] = []
    with alone(base):
        for record in base.glob("running-*.json"):
            if read_record(record) is None:
                record.unlink()
        for folder in base.glob("environment-*"):
            try:
                lock = Lock(folder / "lock", wait=False)
            except OSError:
                continue
            processes.kill_marked(folder)
            release_shared_memory(folder)
            found.append(set_aside(folder))
            lock.release()
        return found + [folder for folder in base.glob("abandoned-*") if folder not in found]


def set_aside(folder: Path) -> Path:
    """Give a folder up: whoever sets it aside deletes it, and if not, the next environment does."""
    return folder.rename(folder.with_name(folder.name.replace("environment-", "abandoned-", 1)))


def remove(folder: Path) -> None:
    """Delete the folder of an environment or platform, and what PostgreSQL may have left in the kernel."""
    release_shared_memory(folder)
    shutil.rmtree(folder, ignore_errors=True)


def release_shared_memory(folder: Path) -> None:
    """Free the few bytes of System V shared memory by which a killed PostgreSQL guarded its data folder."""
    guard = "postgres/data/postmaster.pid"
    for postmaster in (*folder.glob(guard), *folder.glob(f"*/{guard}")):
        with contextlib.suppress(OSError, ValueError, IndexError):
            key, identity = postmaster.read_text(encoding="utf-8").splitlines()[6].split()
            processes.remove_shared_memory(int(key), int(identity))


@dataclass(frozen=True)
class Record:
    """Where the environment is that stays up for a checkout."""

    pid: int
    started: int
    folder: str


def record_file(base: Path, platforms: Path) -> Path:
    """The file that tells of the environment that stays up; one for each folder of platforms."""
    return base / f"running-{hashlib.sha256(str(platforms.resolve()).encode()).hexdigest()[:16]}.json"


def read_record(file: Path) -> Record | None:
    """The environment that stays up, or nothing when there is none or when it has ended."""
    try:
        record = Record(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    process = processes.look(record.pid)
    return record if process and process.started == record.started else None


def write_record(file: Path, folder: Path) -> bool:
    """Tell of the environment of this process; False when another one that lives is told of already."""
    me = processes.look(os.getpid())
    assert me is not None, "a running process is in /proc"
    with alone(file.parent):
        if (other := read_record(file)) and other.pid != me.pid:
            return False
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(Record(me.pid, me.started, str(folder)))), encoding="utf-8")
        fresh.replace(file)
    return True
