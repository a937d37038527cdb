"""The reports folder of a run: that it can be written, and that no other run writes there."""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from support.failures import SuiteFailure

LOCK = ".run"
FOLDERS = ("allure-results", "evidence")
FILES = ("run.json", "junit.xml", "times.json")


class ReportsFailure(SuiteFailure):
    """The run can leave no reports, so that it must not begin, nor touch what is there."""


def claim(reports: Path) -> None:
    """Take the folder for this process for as long as it lives; ReportsFailure when it cannot be had or written."""
    try:
        reports.mkdir(parents=True, exist_ok=True)
        lock = (reports / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise _unwritable(reports, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise ReportsFailure(
            f"another run (process {holder or 'unknown'}) writes to {reports}",
            "wait for its end, or give this one a folder of its own: -D reports=FOLDER",
        ) from None
    os.register_at_fork(after_in_child=lock.close)  # a child that outlives the run claims nothing
    try:
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        _try(reports)
    except OSError as error:
        raise _unwritable(reports, error) from error


def _try(reports: Path) -> None:
    """Write where reports will be written; OSError when that is not possible."""
    for folder in (reports, *(reports / name for name in FOLDERS)):
        folder.mkdir(exist_ok=True)
        probe = folder / f".probe.{os.getpid()}"
        probe.write_text("Reports can be written here.\n", encoding="utf-8")
        probe.unlink()
    for path in _there(reports / name for name in FILES):
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder", str(path))


def _there(paths: Iterable[Path]) -> list[Path]:
    return [path for path in paths if path.exists()]


def _unwritable(reports: Path, error: OSError) -> ReportsFailure:
    where = error.filename or reports
    return ReportsFailure(
        f"reports cannot be written to {reports}: {error.strerror} ({where})",
        "mend it, or name another folder: -D reports=FOLDER",
    )
