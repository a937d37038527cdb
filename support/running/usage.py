"""What a run needs of the machine: processor time by kind of process, and how much memory all had at most.

Everything that descends from this process is looked at now and then: the suite's own processes, browsers, and of an
embedded environment its services and servers. What runs elsewhere, as containers do, is not seen.
"""

import os
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.environments import processes
from support.failures import SuiteFailure

EVERY = 1.0
"""Seconds between two looks at processor time, which cost some milliseconds."""
MEMORY_EVERY = 10.0
"""The same for memory, which costs some hundred."""
SUITE, BROWSER, ENVIRONMENT, UNSEEN = "suite", "browser", "environment", "not seen"
_BROWSERS = ("chromium", "chrome", "run-driver")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Seen:
    """A process at one look: what it is, and the processor time that it has used, in seconds."""

    kind: str
    seconds: float


class Usage:
    """What this process and its descendants use from now on."""

    def __init__(self, units: Callable[[], Mapping[int, str]]) -> None:
        """`units` tells the first process of each unit that runs on this machine, as `veza/web`, by its pid."""
        self._units = units
        self._first: Mapping[int, str] = {}
        self._owner = os.getpid()
        self._known: dict[tuple[int, int], Seen] = {}
        """By pid and start, the last that was seen of each, also when it has ended since."""
        self._next = self._next_memory = 0.0
        self.memory = 0
        """The most that all had at one look, in bytes; what several share is counted once."""

    def look(self, *, now: bool = False) -> None:
        """Look, where it is time to, or `now`; nothing in a process that was forked from the one that made it."""
        moment = time.monotonic()
        if os.getpid() != self._owner or (moment < self._next and not now):
            return
        family = [*filter(None, [processes.look(self._owner)]), *processes.descendants(self._owner)]
        with suppress(SuiteFailure):  # the environment is about to end
            self._first = self._units()
        kinds: dict[int, str] = {}
        for process in family:
            kinds[process.pid] = self._first.get(process.pid) or self._kind(process, kinds.get(process.parent, SUITE))
            with suppress(OSError, ValueError, IndexError):
                self._known[process.pid, process.started] = Seen(kinds[process.pid], _seconds(process.pid))
        if moment >= self._next_memory:
            self.memory = max(self.memory, sum(_memory(process.pid) for process in family))
            self._next_memory = time.monotonic() + MEMORY_EVERY
        self._next = time.monotonic() + EVERY

    def record(self) -> dict[str, Any]:
        """`processor_seconds` by kind, most first, of all processes that have ended or are looked at now;
        `peak_memory_bytes`.
        """
        self.look(now=True)
        seconds: dict[str, float] = defaultdict(float)
        for seen in self._known.values():
            seconds[seen.kind] += seen.seconds
        whole = sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, _WHOLE))
        seconds[UNSEEN] = max(0.0, whole - sum(seconds.values()))  # processes that came and went between two looks
        told = sorted(seconds.items(), key=lambda entry: -entry[1])
        return {
            "processor_seconds": {kind: round(number, 1) for kind, number in told},
            "peak_memory_bytes": self.memory,
        }

    def _kind(self, process: processes.Process, parent: str) -> str:
        """What a process is that is the first of no unit: as its parent, unless its command line says more."""
        if parent not in (SUITE, ENVIRONMENT):
            return parent
        with suppress(OSError):
            command = Path(f"/proc/{process.pid}/cmdline").read_bytes().decode(errors="replace")
            if any(name in command for name in _BROWSERS):
                return BROWSER
            if "support.environments." in command:
                return ENVIRONMENT
        return parent


_WHOLE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _seconds(pid: int) -> float:
    """The processor time that a living process has used by itself."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    """Its part of the memory, in bytes: what it shares with others counts as a share."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii", errors="replace").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
