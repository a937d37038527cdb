"""The journal of a scenario: everything that went over any channel, in the order it happened."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any

from support.evidence.contacts import Contacts
from support.evidence.masking import mask, mask_value

CHANNELS = frozenset({"step", "http", "websocket", "sql", "redis", "nats", "page", "fault", "wait", "note"})
"""`step` marks where a sentence of the scenario begins; what follows up to the next belongs to it."""
LONGEST_TEXT = 8_192
"""Characters of a text that are kept; what is longer is cut and says so."""
LONGEST_LIST = 100
"""Members of a list that are kept."""


@dataclass(frozen=True)
class Entry:
    """Something that happened: when (UTC), over which channel, what in a few words, and the details.

    Details are made of what JSON knows: texts, numbers, true, false, None, lists, and mappings by text.
    """

    at: datetime
    channel: str
    what: str
    details: Mapping[str, Any]


class Journal:
    """An append-only record, safe from any thread, bounded in number of entries.

    What is read of it, `entries`, is masked, and long texts are cut. When it is full, the earliest entries and
    the latest ones are kept and `dropped` counts those between. With a capacity of 0 it keeps nothing, and costs
    nothing.
    """

    def __init__(self, capacity: int = 5_000) -> None:
        self._lock = threading.Lock()
        self.contacts = Contacts()
        self.keeps = capacity > 0
        self._first: list[Entry] = []
        self._last: deque[Entry] = deque(maxlen=capacity - capacity // 5)
        self._room_at_first = capacity // 5
        self.dropped = 0

    def record(self, channel: str, what: str, *, at: datetime | None = None, **details: object) -> None:
        """Append an entry. `at` (UTC) is for what happened a moment ago; now, unless given.

        Raises ValueError for a channel that is not one of `CHANNELS`.
        """
        if channel not in CHANNELS:
            raise ValueError(f"no channel '{channel}': there are {', '.join(sorted(CHANNELS))}")
        if not self.keeps:
            return
        entry = Entry(at or datetime.now(UTC), channel, what, _plain(details))
        with self._lock:
            if len(self._first) < self._room_at_first:
                self._first.append(entry)
                return
            self.dropped += len(self._last) == self._last.maxlen
            self._last.append(entry)

    @property
    def entries(self) -> list[Entry]:
        """All entries kept, by time, without secrets and cut.

        Masked only here: most journals are of scenarios that pass, and nobody reads them.
        """
        return sorted(map(_shown, self.unmasked), key=lambda entry: entry.at)

    @property
    def unmasked(self) -> list[Entry]:
        """All entries kept, as they are: to count them, and for nothing that is written down."""
        with self._lock:
            return [*self._first, *self._last]


def _shown(entry: Entry) -> Entry:
    details = MappingProxyType(_cut(mask_value(entry.details)))
    return Entry(entry.at, entry.channel, _cut(mask(entry.what)), details)


def _plain(value: Any) -> Any:
    """Turn a value into what JSON knows, detached from the original, which may change."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        members = [_plain(each) for each in islice(value, LONGEST_LIST)]
        return members if len(value) <= LONGEST_LIST else [*members, f"… {len(value) - LONGEST_LIST} more"]
    return str(value)


def _cut(value: Any) -> Any:
    """Cut long texts, after masking: half a secret would no longer be known as one."""
    if isinstance(value, str):
        return (
            value
            if len(value) <= LONGEST_TEXT
            else f"{value[:LONGEST_TEXT]}… {len(value) - LONGEST_TEXT} more characters"
        )
    if isinstance(value, dict):
        return {name: _cut(each) for name, each in value.items()}
    return [_cut(each) for each in value] if isinstance(value, list) else value
