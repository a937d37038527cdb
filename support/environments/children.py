"""Child processes of the supervisor: started so that they cannot outlive it, and watched."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from support.environments import processes
from support.failures import EnvironmentFailure


def _future() -> asyncio.Future[int]:
    return asyncio.get_running_loop().create_future()


@dataclass(frozen=True)
class Child:
    """A process whose end is told at once: exit status, or minus the number of the signal that ended it."""

    pid: int
    exited: asyncio.Future[int] = field(default_factory=_future)


_watched: set[int] = set()
"""Children that somebody waits for; what else ends as a child of this process is an orphan it adopted."""


def how_it_ended(status: int) -> str:
    """`exit status 3`, `killed by SIGKILL`."""
    if status >= 0:
        return f"exit status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"


def spawn(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str],
    user: pwd.struct_passwd | None = None,
    stdin: int = subprocess.DEVNULL,
) -> Child:
    """Start a program in a session of its own, its output appended to a log file."""
    with log.open("ab") as output:
        process = _popen(command, folder, environment, user, stdin, output.fileno())
    return _watch(process)


async def output_of(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    user: pwd.struct_passwd | None = None,
    given: str = "",
) -> tuple[int, str]:
    """Run a program to its end: exit status, and what it wrote (at most 64 KiB, the room that a pipe has)."""
    read, write = os.pipe()
    source, sink = os.pipe()
    with open(read, encoding="utf-8", errors="replace") as written, open(source, "rb") as stdin:
        with open(sink, "w", encoding="utf-8") as text:
            text.write(given)
        try:
            child = _watch(_popen(command, folder, environment, user, stdin.fileno(), write))
        finally:
            os.close(write)
        try:
            status = await asyncio.shield(child.exited)
        except asyncio.CancelledError:
            await end_family(child.pid)
            raise
        return status, written.read().strip()


def _popen(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    user: pwd.struct_passwd | None,
    stdin: int,
    output: int,
) -> subprocess.Popen[bytes]:
    supervisor = os.getpid()
    try:
        return subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=dict(environment),
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            preexec_fn=lambda: processes.die_with_parent(supervisor),  # noqa: PLW1509 (there is but one thread)
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EnvironmentFailure(
            f"{command[0]} could not be started ({error})", "mend the installation with make setup"
        ) from error


def _watch(process: subprocess.Popen[bytes]) -> Child:
    child = Child(process.pid)
    _watched.add(process.pid)

    def ended() -> None:
        _watched.discard(process.pid)
        child.exited.set_result(process.wait())

    at_the_end(process.pid, ended)
    return child


def at_the_end(pid: int, do: Callable[[], None]) -> None:
    """Do something as soon as a process has ended; ProcessLookupError when there is none."""
    loop = asyncio.get_running_loop()
    descriptor = os.pidfd_open(pid)

    def ended() -> None:
        loop.remove_reader(descriptor)
        os.close(descriptor)
        do()

    loop.add_reader(descriptor, ended)


async def end_family(root: int) -> None:
    """End a process of ours and its family; returns when all are dead. None escapes by forking meanwhile."""
    await end_all(processes.freeze_family(root))


async def end_all(doomed: Sequence[processes.Process]) -> None:
    """SIGKILL to these; returns when they are dead."""
    loop = asyncio.get_running_loop()
    ends = []
    for process in doomed:
        end = loop.create_future()
        with contextlib.suppress(ProcessLookupError):
            at_the_end(process.pid, partial(end.set_result, None))
            ends.append(end)
            processes.send(process, signal.SIGKILL)
    if ends:
        await asyncio.wait(ends)
    for process in doomed:
        if process.pid not in _watched:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)


async def ends_within(child: Child, seconds: float) -> bool:
    """Wait for the end of a child; False when it did not come in time."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(child.exited), seconds)
    return child.exited.done()
