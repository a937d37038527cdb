"""What a platform offers that can be exercised: its operations, message types, events, tables and keys.

Operations are read from the OpenAPI document of each running service, tables from the database. The rest is declared
in `support/systems/<platform>/surface.toml`, with the reason for whatever no scenario exercises:

    services = ["chat-server", …]
    schemas = ["chat", …]
    events = ["chat.events.message_sent", …]
    keys = ["presence:*", …]

    [[socket]]
    path = "/ws/chat"
    sent = ["SendMessage", …]       # by clients
    heard = ["NewMessage", …]

    [unexercised]
    "event chat.events.person_muted" = "is promised by VZ-14, of which there are no scenarios yet"
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.evidence.contacts import KEY, MESSAGE, OPERATION, SUBJECT, TABLE, Contact
from support.evidence.journal import Journal
from support.failures import SuiteFailure
from support.inventory.things import MESSAGES

if TYPE_CHECKING:
    from support.clients.http import HttpClient
    from support.environments import Platform

SYSTEMS = Path(__file__).resolve().parents[1] / "systems"
_REQUESTS = re.compile(r"http_requests_total\{(.*)\} ([0-9.e+]+)$")
_LABEL = re.compile(r'(\w+)="([^"]*)"')
METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options"})
_STATISTICS = """
SELECT schemaname, relname, n_tup_ins + n_tup_upd + n_tup_del + coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
AS rows FROM pg_stat_user_tables
"""


@dataclass(frozen=True)
class Declared:
    """What `surface.toml` of a platform says."""

    services: tuple[str, ...]
    schemas: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    sockets: tuple[Mapping[str, Any], ...] = ()
    unexercised: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """One thing that a platform offers."""

    kind: str
    place: str
    """A service, the path of a socket, a schema; of events and keys nothing."""
    name: str

    def __str__(self) -> str:
        """`operation web GET /api/session`, as `surface.toml` names it."""
        return " ".join(filter(None, (self.kind, self.place, self.name)))

    def fits(self, contact: Contact, origins: Mapping[str, str], kind: str = "") -> bool:
        """Whether a scenario had to do with this; `origins` are the addresses of services."""
        if (kind or self.kind) != contact.kind:
            return False
        if self.kind == OPERATION:
            return contact.place == origins.get(self.place) and bool(_template(self.name).fullmatch(contact.name))
        if self.kind == KEY:
            return fnmatchcase(contact.name, self.name)
        return (self.place, self.name) == (contact.place, contact.name)


@dataclass
class Stock:
    """What services and servers have counted up to one moment: operations, rows read and written, messages, keys."""

    operations: dict[tuple[str, str], int] = field(default_factory=dict)
    """By origin and name, those that were not refused; a service that is restarted begins anew."""
    tables: dict[tuple[str, str], int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)

    def since(self, before: Stock) -> set[Contact]:
        """What has been used since then, by anybody."""
        calls = {
            Contact(OPERATION, *name)
            for name, number in self.operations.items()
            if number != before.operations.get(name, 0)
        }
        tables = {Contact(TABLE, *name) for name, rows in self.tables.items() if rows > before.tables.get(name, 0)}
        subjects = {name for name, number in self.subjects.items() if number > before.subjects.get(name, 0)}
        return (
            calls
            | tables
            | {Contact(SUBJECT, "", name) for name in subjects}
            | {Contact(KEY, "", name) for name in self.keys}
        )


@cache
def declared(platform: str) -> Declared | None:
    """What is declared for a platform; None when nothing is. SuiteFailure when the file is wrong."""
    file = SYSTEMS / platform / "surface.toml"
    if not file.is_file():
        return None
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        sockets = told.pop("socket", [])
        lists = {name: tuple(told.pop(name, ())) for name in ("services", "schemas", "events", "keys")}
        return Declared(**lists, sockets=tuple(sockets), unexercised=told.pop("unexercised", {}))
    except (OSError, ValueError, TypeError) as error:
        raise SuiteFailure(f"{file} is wrong: {error}", "mend the file") from None


def offers(platform: Platform, known: Declared, stock: Stock) -> list[Offer]:
    """All that a running platform offers. What a service that does not answer offers is left out."""
    found = [offer for service in known.services for offer in _operations(platform, service)]
    for socket in known.sockets:
        found += [Offer(MESSAGE, socket["path"], f"→ {name}") for name in socket["sent"]]
        found += [Offer(MESSAGE, socket["path"], f"← {name}") for name in socket["heard"]]
    found += [Offer(SUBJECT, "", name) for name in known.events]
    found += [Offer(TABLE, schema, table) for schema, table in sorted(stock.tables) if schema in known.schemas]
    return found + [Offer(KEY, "", name) for name in known.keys]


def take_stock(platform: Platform, known: Declared) -> Stock:
    """What services and servers have counted, as far as the environment lets the suite ask them."""
    from support.clients import broker
    from support.clients.cache import Cache
    from support.clients.database import Database

    stock = Stock()
    for service in known.services:
        stock.operations |= _answered(platform, service)
    if platform.database_url:
        with closing(Database(platform.database_url, Journal(0))) as database:
            rows = database.rows(_STATISTICS)
            stock.tables = {(str(row["schemaname"]), str(row["relname"])): int(row["rows"]) for row in rows}
    if platform.cache_url:
        with closing(Cache(platform.cache_url, Journal(0))) as cache:
            stock.keys = cache.keys("*")
    if platform.broker_url:
        counted = [thing for thing in broker.census(platform.broker_url) if thing.kind == MESSAGES]
        stock.subjects = {thing.name: int(thing.content["messages"]) for thing in counted}
    return stock


def exercised(
    offered: Iterable[Offer], scenarios: Iterable[frozenset[Contact]], origins: Mapping[str, str], kind: str = ""
) -> Counter[Offer]:
    """How many scenarios, each given by its contacts, had to do with each thing that is offered.

    `kind` stands for another kind of contact that counts: operations that were refused.
    """
    offered = list(offered)
    known: dict[Contact, list[Offer]] = {}
    counts: Counter[Offer] = Counter()
    for contacts in scenarios:
        seen: set[Offer] = set()
        for contact in contacts:
            if contact not in known:
                known[contact] = [offer for offer in offered if offer.fits(contact, origins, kind)]
            seen.update(known[contact])
        counts.update(seen)
    return counts


def _ask(platform: Platform, service: str) -> HttpClient:
    from support.clients.http import HttpClient

    return HttpClient(platform.url(service), journal=Journal(0), correlation_id="surface", authority=platform.authority)


def _answered(platform: Platform, service: str) -> Counter[tuple[str, str]]:
    """How often a service has answered each of its operations other than by a refusal, by its own metrics."""
    from support.clients.unreachable import Unreachable

    counts: Counter[tuple[str, str]] = Counter()
    try:
        lines = _ask(platform, service).get("/metrics").text.splitlines()
    except Unreachable:
        return counts
    for labels, number in (found.groups() for line in lines if (found := _REQUESTS.match(line))):
        told = dict(_LABEL.findall(labels))
        if told.get("status_code", "").startswith(("2", "3")):
            name = f"{told.get('method', '')} {told.get('endpoint', '')}"
            counts[platform.url(service), name] += int(float(number))
    return counts


def _operations(platform: Platform, service: str) -> list[Offer]:
    from support.clients.unreachable import Unreachable

    try:
        paths = _ask(platform, service).get("/openapi.json").json()["paths"]
    except (Unreachable, AssertionError, KeyError):
        return []
    return [
        Offer(OPERATION, service, f"{method.upper()} {path}")
        for path, methods in paths.items()
        for method in methods
        if method in METHODS
    ]


@cache
def _template(name: str) -> re.Pattern[str]:
    """`GET /api/tracks/{id}` as a pattern."""
    return re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(name)))
