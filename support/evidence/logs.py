"""What the services logged of a scenario, for its timeline."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from support.environments import Platform
from support.evidence.journal import Entry
from support.evidence.masking import mask, mask_value

SHOWN = frozenset({"time", "level", "service", "message", "correlation_id", "logger"})
LOUD = frozenset({"WARNING", "ERROR", "CRITICAL"})
MOST = 200
"""Lines of one unit that a timeline has."""


def parsed(line: str) -> dict[str, Any]:
    """A structured log line; empty for any other."""
    with suppress(ValueError):
        found = json.loads(line)
        if isinstance(found, dict) and "message" in found:
            return found
    return {}


def told(line: str) -> str:
    """A log line for people: level and message where it is structured, else as it is; at most 200 characters."""
    found = parsed(line)
    text = f"{found.get('level', '')} {found['message']}".strip() if found else line.strip()
    return mask(text if len(text) <= 200 else f"{text[:200]}…")


def log_entries(
    platform: Platform, correlation_id: str, since: datetime, dead: Mapping[str, datetime]
) -> Iterator[Entry]:
    """What the units of a platform logged of a scenario, as journal entries.

    Lines that carry its correlation id; warnings and errors of its time, of whatever they are; what a service
    wrote besides its log, such as a traceback; and of a unit that has died (`dead` has when) all its last
    lines. At most `MOST` lines of each unit, the latest ones; that there were more is told.
    """
    for unit in platform.units:
        found = list(_of_unit(platform, unit, correlation_id, since, dead.get(unit)))
        if left_out := len(found[:-MOST]):
            yield Entry(found[-MOST].at, "log", f"{unit}: {left_out} lines before this one are left out", {})
        yield from found[-MOST:]
        if unit in dead:
            yield Entry(dead[unit], "log", f"{unit} died", {})


def _of_unit(
    platform: Platform, unit: str, correlation_id: str, since: datetime, died: datetime | None
) -> Iterator[Entry]:
    at = died or since
    for line in platform.logs(unit, since):
        found = parsed(line)
        with suppress(ValueError):
            at = datetime.fromisoformat(str(found.get("time")))
        of_it = found.get("correlation_id") == correlation_id or found.get("level") in LOUD
        besides = not found and line.strip() and _is_service(platform, unit)
        if of_it or besides or died:
            rest = {name: value for name, value in found.items() if name not in SHOWN}
            yield Entry(at, "log", f"{unit} {told(line)}", mask_value(rest))


def _is_service(platform: Platform, unit: str) -> bool:
    """True for a service, which has an address; servers have logs of their own form."""
    with suppress(KeyError):
        return bool(platform.url(unit))
    return False
