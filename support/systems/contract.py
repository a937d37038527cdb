"""What the checks that serve all platforms have to know of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support.scenario.people import Persona


@dataclass(frozen=True)
class Told:
    """The settings of the services, which are environment variables."""

    names: Mapping[str, str] = field(default_factory=dict)
    """The name of each setting, by what a feature calls it."""
    needed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The settings that a service cannot do without, by service."""
    secret: frozenset[str] = frozenset()
    """Settings of which nobody may read the value, a wrong one neither: it is often a right one with a slip."""


@dataclass(frozen=True)
class Contract:
    """What a platform promises to whoever operates it, and to people of any kind. Operations are `GET /path/{id}`."""

    platform: str
    """Its folder, such as `veza`."""
    name: str
    """What features call it, such as `Veza`."""
    services: Sequence[str]
    """Every service, as the manifest calls it."""
    person: Persona
    """Somebody like most of its people, without rights that others lack."""
    entries: Mapping[str, str] = field(default_factory=dict)
    """For each service that knows people, a path that only somebody signed in may ask for."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    """The cookie in which browsers show their token, for each service with an entry that takes one."""
    sockets: Mapping[str, str] = field(default_factory=dict)
    """The path of the live connections of each service that has any."""
    protocol: str = ""
    """The subprotocol of live connections."""
    open: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By service: operations that answer everybody, beside the health and the metrics of each."""
    sealed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By service: operations that need no token, but an address that was signed."""
    ending: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By service: operations that end the session of whoever calls them."""
    overall: tuple[str, str] | None = None
    """The service, and its path, where the health of the platform as a whole is told."""
    told: Told = field(default_factory=Told)
