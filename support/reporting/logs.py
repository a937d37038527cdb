"""What the services logged of a scenario, for its timeline."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from support.environments import Platform
from support.evidence.journal import Entry
from support.evidence.masking import mask, mask_value

SHOWN = frozenset({"time", "level", "service", "message", "correlation_id", "logger"})
LOUD = frozenset({"WARNING", "ERROR", "CRITICAL"})


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


def log_entries(platform: Platform, correlation_id: str, since: datetime) -> Iterator[Entry]:
    """Lines that carry the scenario's correlation id, and warnings and errors of its time, as journal entries."""
    for unit in platform.units:
        for line in platform.logs(unit, since):
            found = parsed(line)
            if found.get("correlation_id") == correlation_id or found.get("level") in LOUD:
                rest = {name: value for name, value in found.items() if name not in SHOWN}
                with suppress(ValueError):
                    at = datetime.fromisoformat(str(found.get("time")))
                    yield Entry(at, "log", f"{unit} {told(line)}", mask_value(rest))
