"""Processes as Linux shows them: who descends from whom, since when, and signals to a whole family."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = "ACCEPTANCE_ENVIRONMENT"
"""Environment variable of every process of an environment: the environment's folder."""
SCENARIO = "BEHAVE_SCENARIO"
"""Environment variable of every process that a scenario starts: the scenario's correlation id."""

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    session: int
    state: str
    """One letter: `T` is stopped, `Z` is ended and not yet reaped."""
    started: int
    """Clock ticks since the machine started; with the pid it identifies a process."""


def look(pid: int) -> Process | None:
    """The process with this pid, or nothing when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat[stat.rindex(")") + 2 :].split()
    return Process(pid, int(fields[1]), int(fields[3]), fields[0], int(fields[19]))


def everything() -> Iterator[Process]:
    """All processes that this one can see."""
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (process := look(int(entry))):
            yield process


def descendants(root: int) -> list[Process]:
    """Children, their children, and so on: parents before children."""
    children: dict[int, list[Process]] = {}
    for process in everything():
        children.setdefault(process.parent, []).append(process)
    found = list(children.get(root, []))
    for process in found:
        found += children.get(process.pid, [])
    return found


def family(root: int) -> list[Process]:
    """A descendant of this process, all its own descendants, and all of its session; never anybody else."""
    related = {root}
    members = []
    for process in descendants(os.getpid()):
        if process.pid == root or process.parent in related or process.session == root:
            related.add(process.pid)
            members.append(process)
    return members


def send(process: Process, number: signal.Signals) -> None:
    """Signal this very process; nothing happens when it is gone, also when its pid has a new bearer."""
    now = look(process.pid)
    if now and now.started == process.started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, number)


def freeze_family(root: int) -> list[Process]:
    """Stop a process and its family, until no member is left that could bear another."""
    frozen: dict[int, Process] = {}
    while fresh := [member for member in family(root) if member.pid not in frozen]:
        for member in fresh:
            send(member, signal.SIGSTOP)
            frozen[member.pid] = member
    return list(frozen.values())


def thaw_family(root: int) -> None:
    for member in family(root):
        send(member, signal.SIGCONT)


def are_stopped(root: int) -> bool:
    """Whether nothing of this family runs."""
    return all(member.state in "TZ" for member in family(root))


def has_stopped(root: int) -> bool:
    """Whether anything of this family is stopped, whoever did it."""
    return any(member.state == "T" for member in family(root))


def kill_marked(folder: Path) -> None:
    """End whatever still runs for a dead environment: processes that carry its mark."""
    mark = f"{MARK}={folder}".encode()
    for process in everything():
        with contextlib.suppress(OSError):
            if mark in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0"):
                send(process, signal.SIGKILL)


def works_in(process: Process, folder: Path) -> bool:
    """Whether this is the process's working folder."""
    try:
        return os.readlink(f"/proc/{process.pid}/cwd") == str(folder)
    except OSError:
        return False


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none gets lost."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent(parent: int) -> None:
    """To be run in a fresh child, after any change of user: it gets SIGKILL when its parent ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def remove_shared_memory(key: int, identity: int) -> None:
    """Free a System V shared memory segment; where dying processes still use it, as soon as they are gone."""
    for line in Path("/proc/sysvipc/shm").read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if (int(fields[0]), int(fields[1])) == (key, identity):
            _libc.shmctl(identity, 0, None)  # IPC_RMID is 0


def raise_file_limit(wanted: int = 65_536) -> None:
    """Let this process and its children have many connections, as far as the machine allows."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
