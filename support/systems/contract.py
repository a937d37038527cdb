"""What the checks that serve all platforms have to know of one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from support.scenario.people import Persona
from support.systems.fields import Field, File, Header
from support.systems.lists import Listed

MADE_UP = "00000000-0000-4000-8000-000000000000"
"""An id that belongs to nothing."""
_GAP = re.compile(r"\{(\w+)\}")


class For(Enum):
    """Whom an operation answers."""

    EVERYBODY = auto()
    WHO_HAS_AN_ADDRESS = auto()
    """Whoever has an address that was signed, or knows of a page; no token is asked for."""
    WHO_HAS_A_KEY = auto()
    """Programs with a key of their own, in a parameter of the operation; no token is asked for."""
    PEOPLE = auto()
    """People with a token."""
    SERVICES = auto()
    """Other services, with a token of theirs."""


@dataclass(frozen=True)
class Operation:
    """One operation of a service, as its contract promises it."""

    service: str
    name: str
    """`GET /path/{id}`; a gap is called as in the service's own description."""
    answers: For = For.PEOPLE
    to: frozenset[str] = frozenset()
    """Roles, and relations to the thing it is about such as `owner`; empty: every one of those whom it answers."""
    refusal: int = 403
    """The status with which everybody else is refused. With 404 they cannot tell whether there is such a thing."""
    asks: Mapping[str, Field] = field(default_factory=dict)
    """Parameters; all of them may be left out, but for those that it `demands`."""
    demands: frozenset[str] = frozenset()
    """Parameters without which it is refused."""
    sends: Mapping[str, Field] = field(default_factory=dict)
    """What its body holds."""
    makes: str = ""
    """What the gap is called that takes the id of what it makes, where it answers with that."""
    ends_session: bool = False
    """Whether it ends the session of whoever calls it."""
    described: bool = True
    """Whether the service's own description has it; pages are not described."""
    lists: Listed | None = None
    """What is promised of the list that it answers with."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What stands in gaps that take a word and no id."""
    hidden: bool = False
    """Whether they cannot tell whether there is such a thing, whatever the status; with 404 they never can."""
    shared: bool = False
    """Whether its answer is about everybody's, so that it changes with what others do."""

    @property
    def method(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.name.partition(" ")[2]

    @property
    def gaps(self) -> list[str]:
        return _GAP.findall(self.path)

    @property
    def is_form(self) -> bool:
        return any(isinstance(one, File) for one in self.sends.values())

    @property
    def changes(self) -> bool:
        return self.method not in ("GET", "HEAD")

    def path_for(self, ids: Mapping[str, str]) -> str:
        """The path with these ids in its gaps, and one that belongs to nothing where there is none."""
        return _GAP.sub(lambda gap: self.words.get(gap[1]) or ids.get(gap[1], MADE_UP), self.path)

    def fits(self, path: str) -> bool:
        """Whether a path is this one with something in each gap."""
        return bool(re.fullmatch(_GAP.sub("[^/]+", re.escape(self.path).replace(r"\{", "{").replace(r"\}", "}")), path))

    def headers_for(self, ids: Mapping[str, str]) -> dict[str, str]:
        """The headers in which it is told of the things at hand."""
        told = {name: one for name, one in self.asks.items() if isinstance(one, Header)}
        return {name: one.good(ids) for name, one in told.items() if one.of in ids}

    @property
    def queries(self) -> dict[str, Field]:
        """Parameters that stand in the address."""
        return {name: one for name, one in self.asks.items() if not isinstance(one, Header)}

    def reading_of(self, operations: Sequence[Operation], method: str = "GET") -> Operation | None:
        """Of these, the one that reads (or by another method: removes) by its id what this one makes."""
        gap = f"/{{{self.makes}}}"
        found = [one for one in operations if one.service == self.service and one.method == method and one.described]
        about = [one for one in found if one.path.endswith(gap)]
        return min(about, key=lambda one: one.path != f"{self.path}{gap}", default=None)

    def id_in(self, answer: Mapping[str, Any]) -> str:
        """The id of what it has made, in its answer: called `id`, or as the gap is."""
        return str(answer.get("id", answer.get(self.makes)))

    def body_for(self, ids: Mapping[str, str]) -> dict[str, Any]:
        """Options for a client that send what it takes: every field with a good value."""
        good = {name: one.good(ids) for name, one in self.sends.items()}
        return self.body_of(good)

    def body_of(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Options for a client that send these fields: as a form where there is a file among them."""
        if not self.sends:
            return {}
        files = {name: fields[name] for name, one in self.sends.items() if isinstance(one, File) and name in fields}
        if self.is_form:
            return {"data": {name: value for name, value in fields.items() if name not in files}, "files": files}
        return {"json": dict(fields)}

    def allows(self, role: str, relations: frozenset[str] = frozenset()) -> bool:
        """Whether somebody in this role, with these relations to the thing, may call it."""
        return not self.to or role in self.to or bool(self.to & relations)

    def __str__(self) -> str:
        return f"{self.service} {self.name}"


@dataclass(frozen=True)
class Command:
    """Something that is said on a live connection, as `{"type": name, …}`."""

    service: str
    name: str
    sends: Mapping[str, Field] = field(default_factory=dict)
    to: frozenset[str] = frozenset()
    """As of an operation."""

    def allows(self, role: str, relations: frozenset[str] = frozenset()) -> bool:
        return not self.to or role in self.to or bool(self.to & relations)

    def __str__(self) -> str:
        return f"{self.service} {self.name}"


@dataclass(frozen=True)
class Told:
    """The settings of the services, which are environment variables."""

    names: Mapping[str, str] = field(default_factory=dict)
    """The name of each setting, by what a feature calls it."""
    needed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The settings that a service cannot do without, by service."""
    optional: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Those that it does without, by service."""
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values that a setting must not have, by its name: too short, beyond its limits, of a wrong form."""
    right: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values that a setting may have, by its name: at its limits, and each of a choice."""
    nowhere: Mapping[str, str] = field(default_factory=dict)
    """By setting, an address of the right form, with a password in it, at which nothing answers."""
    loudest: Mapping[str, str] = field(default_factory=dict)
    """The settings with which a service logs as much as it can."""
    quietest: Mapping[str, str] = field(default_factory=dict)
    """Those with which it logs nothing but trouble."""
    secret: frozenset[str] = frozenset()
    """Settings of which nobody may read the value, a wrong one neither: it is often a right one with a slip."""


@dataclass(frozen=True)
class Contract:
    """What a platform promises to whoever operates it, and to people of any kind."""

    platform: str
    """Its folder, such as `veza`."""
    name: str
    """What features call it, such as `Veza`."""
    services: Sequence[str]
    """Every service, as the manifest calls it."""
    person: Persona
    """Somebody like most of its people, without rights that others lack."""
    operations: Sequence[Operation] = ()
    """All that its services offer over HTTP, beside the health, the metrics and the description of each."""
    commands: Sequence[Command] = ()
    """All that can be said on a live connection."""
    entries: Mapping[str, str] = field(default_factory=dict)
    """For each service that knows people, a path that only somebody signed in may ask for."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    """The cookie in which browsers show their token, for each service with an entry that takes one."""
    sockets: Mapping[str, str] = field(default_factory=dict)
    """The path of the live connections of each service that has any."""
    protocol: str = ""
    """The subprotocol of live connections."""
    token_needs: Sequence[str] = ()
    """The claims without which no token of a person is good."""
    roles: Sequence[str] = ()
    """Every role that somebody can have, that of `person` first."""
    overall: tuple[str, str] | None = None
    """The service, and its path, where the health of the platform as a whole is told."""
    records_refusals: frozenset[str] = frozenset()
    """Tables, keys and subjects to which a refusal adds something, by promise: `schema.table`, `rate_limit:*`."""
    instances: Sequence[str] = ()
    """Services that are equal: whatever one is asked for, another could be."""
    told: Told = field(default_factory=Told)
    passes: Mapping[str, str] = field(default_factory=dict)
    """What need not outlast a restart, each with the reason: tables and columns (`schema.table.column`), keys
    (`presence:*`), fields of what is read (`service GET /path: field`)."""

    def different_operations(self) -> list[Operation]:
        """Its operations, those that several instances have but once."""
        return [one for one in self.operations if one.service not in self.instances[1:]]

    def all_operations(self) -> list[Operation]:
        """Its operations, and those that every service has."""
        always = ("GET /health", "GET /metrics", "GET /openapi.json")
        return [Operation(one, name, For.EVERYBODY) for one in self.services for name in always] + [*self.operations]
