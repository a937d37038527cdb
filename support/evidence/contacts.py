"""What of a platform a scenario had to do with: operations called, messages sent and heard, tables and keys looked at.

Every client notes it, in runs without a journal too; `support/reporting/surface.py` compares it with what there is.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

OPERATION, REFUSED, MESSAGE, SUBJECT, TABLE, KEY = "operation", "refused operation", "message", "event", "table", "key"
FIRST_REFUSAL = 400
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}")
_TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|LOCK TABLE)\s+\"?([a-z_]+)\"?\.\"?([a-z_]+)", re.IGNORECASE)


class Contact(NamedTuple):
    """One thing of a platform."""

    kind: str
    place: str
    """Of an operation the origin of its service, of a message the path of its socket, of a table its schema."""
    name: str
    """`GET /api/tracks/*`, `→ SendMessage`, a subject, a table, a key; an id in it is told as `*`."""


class Contacts:
    """All that one scenario had to do with, each once. Safe from any thread."""

    def __init__(self) -> None:
        self._noted: set[Contact] = set()

    def called(self, method: str, url: str, status: int) -> None:
        """An operation was called, and answered with this status."""
        parts, kind = urlsplit(url), OPERATION if status < FIRST_REFUSAL else REFUSED
        self._noted.add(Contact(kind, f"{parts.scheme}://{parts.netloc}", f"{method} {_general(parts.path)}"))

    def spoke(self, url: str, way: str, kind: object) -> None:
        """A message went over a socket: `→` to the service, `←` from it. `kind` is its type, if it has one."""
        if isinstance(kind, str):
            self._noted.add(Contact(MESSAGE, urlsplit(url).path, f"{way} {kind}"))

    def event(self, subject: str) -> None:
        self._noted.add(Contact(SUBJECT, "", subject))

    def queried(self, sql: str) -> None:
        self._noted.update(Contact(TABLE, schema, table) for schema, table in _TABLES.findall(sql))

    def key(self, key: str) -> None:
        self._noted.add(Contact(KEY, "", _general(key)))

    @property
    def all(self) -> frozenset[Contact]:
        return frozenset(self._noted)


def _general(text: str) -> str:
    return _IDS.sub("*", text)
