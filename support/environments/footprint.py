"""What processes of this machine hold: files below a folder, other processes, ports on which they listen."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from support.environments import processes
from support.environments.processes import Process
from support.inventory.things import FILE, PORT, PROCESS, Thing

_LISTENING = "0A"
"""The state of a listening socket in /proc/net/tcp."""
_NAME_LENGTH = 100


def files(folder: Path, *, without: Iterable[str] = ()) -> Iterator[Thing]:
    """Files and links below a folder, by their path from it; not those below its folders `without`."""
    left_out = {str(folder / name) for name in without}
    for here, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if os.path.join(here, name) not in left_out]
        for name in names:
            path = Path(here, name)
            with contextlib.suppress(FileNotFoundError):
                state = path.lstat()
                written = datetime.fromtimestamp(state.st_mtime, UTC).isoformat(timespec="milliseconds")
                relative = path.relative_to(folder)
                yield Thing(FILE, relative.parts[0], str(relative), {"bytes": state.st_size, "written": written})


def running(owned: Mapping[Process, str]) -> list[Thing]:
    """Processes, by their command line, with the ports on which they listen; each belongs to a unit.

    Two of the same unit and command line have the names `tail -f log` and `tail -f log (2)`.
    """
    things = []
    alike: Counter[tuple[str, str]] = Counter()
    sockets = _listening()
    for process, unit in owned.items():
        if process.state == "Z":
            continue
        name = _command(process.pid)
        alike[unit, name] += 1
        if (number := alike[unit, name]) > 1:
            name = f"{name} ({number})"
        scenario = environment_of(process.pid).get(processes.SCENARIO)
        content = {"pid": process.pid, "started by": scenario}
        things.append(Thing(PROCESS, unit, name, content))
        for port in sorted({sockets[one] for one in _sockets_of(process.pid) if one in sockets}):
            things.append(Thing(PORT, unit, str(port), content))
    return things


def environment_of(pid: int) -> dict[str, str]:
    """The environment with which a process was started; empty when it is gone or somebody else's."""
    try:
        text = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return {}
    return dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)


def owners(root: int, units: Mapping[int, str]) -> Iterator[tuple[Process, str]]:
    """The processes below `root`, each with the unit that it descends from; `units` has the first process of each.

    The unit is empty for those that descend from none, such as a daemon whose parent has ended.
    """
    known = dict(units)
    for process in processes.descendants(root):
        unit = known.setdefault(process.pid, known.get(process.parent, ""))
        yield process, unit


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        words = ""
    text = " ".join(words.split())
    return text if len(text) <= _NAME_LENGTH else f"{text[:_NAME_LENGTH]}…"


def _listening() -> dict[str, int]:
    """Ports on which anybody listens, by the socket's name in /proc/<pid>/fd."""
    found = {}
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == _LISTENING:
                    found[f"socket:[{fields[9]}]"] = int(fields[1].rpartition(":")[2], 16)
    return found


def _sockets_of(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for descriptor in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                yield os.readlink(f"/proc/{pid}/fd/{descriptor}")
