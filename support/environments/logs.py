"""The logs of units: which of their lines were written since a moment, and how they end."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

BLOCK = 256 * 1024
"""Bytes read at a time, from the end."""

NOTES = "environment"
"""The logger that is named in lines on what was done to a unit."""
STARTING = "starting"
"""What is noted first whenever a unit is started."""

_POSTGRES = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) UTC ")
_NATS = re.compile(r"\[\d+\] (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{6}) ")
_REDIS = re.compile(r"\d+:[A-Z] (\d\d \w{3} \d{4} \d\d:\d\d:\d\d\.\d{3}) ")
_PROMETHEUS = re.compile(r"(?:ts|time)=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d*Z ")
_SERVERS = (
    (_POSTGRES, "%Y-%m-%d %H:%M:%S.%f"),
    (_NATS, "%Y/%m/%d %H:%M:%S.%f"),
    (_REDIS, "%d %b %Y %H:%M:%S.%f"),
    (_PROMETHEUS, "%Y-%m-%dT%H:%M:%S.%f"),
)


def time_of(line: str) -> datetime | None:
    """When a line was written, if it says so: JSON with an ISO `time`, or the way of one of the servers."""
    if line.startswith("{"):
        try:
            moment = datetime.fromisoformat(json.loads(line)["time"])
        except (ValueError, KeyError, TypeError):
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    for pattern, form in _SERVERS:
        if found := pattern.match(line):
            return datetime.strptime(found[1], form).replace(tzinfo=UTC)
    return None


def lines_since(log: Path, since: datetime | None) -> list[str]:
    """Lines written at `since` or later, oldest first; without it, all.

    A line without a time belongs to the one before. Times in logs are whole milliseconds, so `since` is too.
    """
    if since is not None:
        since = since.replace(microsecond=since.microsecond // 1000 * 1000)
    lines = _tail(log, since)
    if since is None:
        return lines
    for index, line in enumerate(lines):
        if (moment := time_of(line)) and moment >= since:
            return lines[index:]
    return []


def note(unit: str, message: str, level: str) -> str:
    """A line, in the style of the services, on what was done to a unit. It gives what follows a time."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": level,
        "service": unit,
        "logger": NOTES,
        "message": message,
    }
    return json.dumps(line) + "\n"


def is_note(line: str) -> bool:
    return f'"logger": "{NOTES}"' in line


def since_start(lines: Sequence[str]) -> Sequence[str]:
    """Those of a unit's lines that were written since it was last started; all, where its start was not noted."""
    starts = (at for at, line in enumerate(lines) if is_note(line) and f'"message": "{STARTING}"' in line)
    return lines[max(starts, default=-1) + 1 :]


def last_lines(log: Path, count: int = 20) -> tuple[str, ...]:
    """The end of a log, without empty lines."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - BLOCK))
            lines = file.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple([line for line in lines if line.strip()][-count:])


def in_short(lines: Sequence[str], count: int = 5) -> str:
    """The last few lines for a sentence; of structured ones level, message and the exception's last line.

    What the environment itself noted, and the marks below lines of a traceback, are left out.
    """
    told = []
    for line in [line for line in lines if line.strip(" ^~") and not is_note(line)][-count:]:
        try:
            entry = json.loads(line)
            exception = str(entry.get("exception", "")).strip().splitlines()[-1:]
            told.append(" ".join([str(entry["level"]), str(entry["message"]), *exception]))
        except (ValueError, KeyError, TypeError, AttributeError):
            told.append(line.strip())
    return " | ".join(told) if told else "(it wrote nothing)"


def _tail(log: Path, since: datetime | None) -> list[str]:
    """The lines of a log, from a place at or before `since`."""
    try:
        with log.open("rb") as file:
            start = file.seek(0, 2)
            read = b""
            while start > 0:
                step = min(BLOCK, start)
                start -= step
                file.seek(start)
                read = file.read(step) + read
                if since is not None and start > 0:
                    for line in read.split(b"\n", 20)[1:-1]:
                        if moment := time_of(line.decode(errors="replace")):
                            break
                    else:
                        continue
                    if moment < since:
                        return read.partition(b"\n")[2].decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return read.decode(errors="replace").splitlines()
