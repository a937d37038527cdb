"""Running a command to its end, with its time, and a check that it did all of its work."""

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.cases import Case
from tools.stages import ROOT, TOOLS

HOME = TOOLS / "bench"
BINS = (ROOT / ".venv" / "bin", HOME / "bin")
KEPT = ("HOME", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True)
class Timing:
    """One run of a command. Times in seconds."""

    wall: float
    """From the start of the shell to its end."""
    cpu: float
    """Of the shell and of all that it waited for, user and system together."""
    within: float
    """From the begin of the first scenario to the end of the last."""
    fault: str = ""
    """Why the figures are void; empty when they are not."""


def environ(project: Path) -> dict[str, str]:
    """The variables of a measured command: none of the suite's settings, and temporary files in the project."""
    temporary = project / "temporary"
    temporary.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    path = os.pathsep.join([*map(str, BINS), os.environ.get("PATH", os.defpath)])
    return kept | {"PATH": path, "SUITE": str(ROOT), "TMPDIR": str(temporary)}


def measure(command: str, case: Case, project: Path) -> Timing:
    """Let a shell run the command in the project, and look whether every scenario ran once and passed."""
    ran = project / "ran.txt"
    ran.unlink(missing_ok=True)
    patience = 30 + 3 * sum(case.seconds) + 0.1 * len(case.seconds)
    status, wall, cpu = timed(command, project, environ(project), patience, said=project / "said.txt")
    lines = [line.split() for line in ran.read_text("utf-8").splitlines()] if ran.exists() else []
    within = max(float(ended) for _, _, ended in lines) - min(float(began) for _, began, _ in lines) if lines else 0.0
    return Timing(wall, cpu, within, fault(status, [int(line[0]) for line in lines], len(case.seconds)))


def fault(status: int, ran: Sequence[int], wanted: int) -> str:
    """What is wrong with a run of the scenarios numbered from 0 that ended with this status; empty if nothing is."""
    times = Counter(ran)
    missing = sum(not times[number] for number in range(wanted))
    again = sum(count > 1 for count in times.values())
    told = [
        f"it ended with status {status}" * bool(status),
        f"{missing} of {wanted} scenarios did not run" * bool(missing),
        f"{again} of {wanted} scenarios ran more than once" * bool(again),
    ]
    return ", ".join(filter(None, told))


def timed(
    command: str, folder: Path, environ: Mapping[str, str], patience: float, *, said: Path
) -> tuple[int, float, float]:
    """Exit status, wall time and processor time of a shell command in a folder; what it says goes to a file.

    One that does not end within `patience` seconds is killed, and its status is minus the signal's number.
    Whatever it started and left running is killed too.
    """
    with said.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            ["/bin/sh", "-c", command],
            cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
        alarm = threading.Timer(patience, os.killpg, (process.pid, signal.SIGKILL))
        alarm.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            alarm.cancel()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, wall, used.ru_utime + used.ru_stime
