"""Whether this machine is busy with something that is neither this run nor what it tests.

What runs in a container of this machine is counted as tested. What the machine's own host takes from it is not ours.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from hamcrest import greater_than

from support.config import ROOT
from support.observing.waiting import eventually

LOOK = 1.0
"""Seconds for which one looks."""
BUSY = 0.25
"""The share of the processors from which on what others do is noticed in times."""
PROC = Path("/proc")
QUOTA = Path("/sys/fs/cgroup/cpu.max")
TOLD = ("stat", "cmdline", "cgroup")
"""What one looks at of each process."""
PROXY = "docker-proxy"
"""What hands connections to an address of this machine on to a container."""
CONTAINED = re.compile(r"[/-](docker|libpod|cri-containerd)[/-][0-9a-f]{12}")
"""In the control group of a process that runs in a container."""
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK") * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Used:
    """Processor time used so far, in ticks: by all there is, and by each process with its parent."""

    all: int
    each: Mapping[int, int]
    parents: Mapping[int, int]
    ours: frozenset[int]
    """Processes that this project has started, and such as serve in containers; their descendants are its own too."""


class Meanwhile:
    """What others use of the processors from now on."""

    def __init__(self) -> None:
        self._before, self._began = _used(), monotonic()

    def others(self) -> float:
        """Their share since it was made, as `others` tells it of the next second."""
        if not _told():
            return 0.0
        return share(self._before, _used(), (monotonic() - self._began) * _TICKS_PER_SECOND)


def others() -> float:
    """The share of all processors that others use in the next second, from 0 to 1.

    It is 0 where that cannot be told: where processes are those of another machine than the processors, as in a
    container with a quota.
    """
    if not _told():
        return 0.0
    before, end = _used(), monotonic() + LOOK
    eventually(monotonic, greater_than(end), within=LOOK + 1, what="the time")
    return share(before, _used(), LOOK * _TICKS_PER_SECOND)


def share(before: Used, after: Used, ticks: float) -> float:
    """What others used of all the ticks between two looks."""
    own = _family(after)
    used = sum(after.each[pid] - before.each.get(pid, 0) for pid in own)
    ended = before.each.keys() - after.each.keys()
    used -= sum(before.each[pid] for pid in ended if before.parents[pid] in own)  # their parent's ticks have them now
    return min(1.0, max(0.0, (after.all - before.all - used) / ticks))


def _family(used: Used) -> set[int]:
    """Our processes and all that descend from them."""
    children: dict[int, list[int]] = {}
    for pid, parent in used.parents.items():
        children.setdefault(parent, []).append(pid)
    found, fresh = set(used.ours), list(used.ours)
    while fresh:
        new = [pid for pid in children.get(fresh.pop(), []) if pid not in found]
        found.update(new)
        fresh += new
    return found


def _told() -> bool:
    processors = sum(line.startswith("cpu") for line in (PROC / "stat").read_text("ascii").splitlines()) - 1
    limited = QUOTA.is_file() and not QUOTA.read_text("ascii").startswith("max")
    return processors == len(os.sched_getaffinity(0)) and not limited


def _used() -> Used:
    user, nice, system, *_, stolen = (PROC / "stat").read_text("ascii").split()[1:9]
    each, parents, ours = {}, {}, {os.getpid(), os.getppid()}
    for pid in map(int, filter(str.isdigit, os.listdir(PROC))):
        try:
            stat, command, group = ((PROC / f"{pid}/{name}").read_text(errors="replace") for name in TOLD)
        except OSError:
            continue  # it has just ended
        fields = stat.rpartition(")")[2].split()
        parents[pid] = int(fields[1])
        each[pid] = _sum(fields[11:15])  # its own and that of children that have ended, in user mode and in the kernel
        if str(ROOT) in command or PROXY in command or CONTAINED.search(group):
            ours.add(pid)
    return Used(_sum((user, nice, system, stolen)), each, parents, frozenset(ours & each.keys()))


def _sum(ticks: Iterable[str]) -> int:
    return sum(map(int, ticks))
