"""Taking a census of everything that the scenarios of a run may leave something in."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from support.environments import footprint, processes
from support.evidence.journal import Journal
from support.inventory.things import CONSUMER, FILE, KEY, MESSAGES, PORT, PROCESS, ROW, STREAM, Thing

if TYPE_CHECKING:
    from support.clients.database import Moment
    from support.environments import Environment, Platform

SUITE = "the suite"
"""The unit of processes that scenarios started on this machine, outside of any platform."""
SOURCES = {
    "database": (ROW,),
    "cache": (KEY,),
    "broker": (STREAM, CONSUMER, MESSAGES),
    "machine": (FILE, PROCESS, PORT),
}
"""Where each kind of thing is counted."""
Key = tuple[str, str, str, str]
"""Platform, kind, place and name."""


@dataclass
class Census:
    """What there was at one moment, by platform; things of the suite itself have the platform "".

    Of a shared environment a first census knows of no rows, only the moment from which rows are new.
    `uncounted` tells why a source (platform and name) could not be looked into. Nothing stays open after one:
    no connection, no thread.
    """

    shared: bool
    things: dict[Key, Thing] = field(default_factory=dict)
    uncounted: dict[tuple[str, str], str] = field(default_factory=dict)
    moments: dict[str, "Moment"] = field(default_factory=dict)
    children: frozenset[int] = frozenset()
    """Processes that this one had started; they and theirs are not of any scenario."""

    def has_counted(self, platform: str, kind: str) -> bool:
        """Whether things of this kind were counted on this platform."""
        return not any(of == platform and kind in SOURCES[source] for of, source in self.uncounted)


def first(environment: "Environment", platforms: Iterable[str]) -> Census:
    """The census before the first scenario, also of a forked worker."""
    census = Census(environment.is_shared, children=frozenset(_children()))
    _count(census, "", {"machine": lambda: _of_the_suite(census.children, "")})
    for name in platforms:
        platform = environment.platform(name)
        _count(census, name, _sources(platform, None, census))
    return census


def again(environment: "Environment", platforms: Iterable[str], before: Census, token: str) -> Census:
    """The census after the last scenario of the run with this token. What is new is looked into more closely."""
    census = Census(before.shared)
    _count(census, "", {"machine": lambda: _of_the_suite(before.children, token)})
    for name in platforms:
        _count(census, name, _sources(environment.platform(name), before, census))
    return census


def _sources(platform: "Platform", before: Census | None, now: Census) -> dict[str, Callable[[], Iterable[Thing]]]:
    """How to count in what the environment lets the suite look into."""
    sources: dict[str, Callable[[], Iterable[Thing]]] = {"machine": platform.census}
    if database := platform.database_url:
        sources["database"] = lambda: _rows(database, platform.name, before, now)
    if cache := platform.cache_url:
        sources["cache"] = lambda: _keys(cache, platform.name, before)
    if broker := platform.broker_url:
        sources["broker"] = lambda: _streams(broker)
    return sources


def _count(census: Census, platform: str, sources: Mapping[str, Callable[[], Iterable[Thing]]]) -> None:
    for source, things in sources.items():
        try:
            census.things |= {(platform, *thing.key): thing for thing in things()}
        except Exception as error:  # whatever it is, it is no failure of a scenario
            census.uncounted[platform, source] = f"{error}" or type(error).__name__


def _rows(url: str, platform: str, before: Census | None, now: Census) -> list[Thing]:
    from support.clients.database import Database

    with closing(Database(url, Journal(0))) as database:
        if before is None and now.shared:
            now.moments[platform] = database.moment()
            return []
        return database.census(before.moments.get(platform) if before else None)


def _keys(url: str, platform: str, before: Census | None) -> list[Thing]:
    from support.clients.cache import Cache

    known = {key[-1] for key in before.things if key[:2] == (platform, KEY)} if before else None
    with closing(Cache(url, Journal(0))) as cache:
        return cache.census(known)


def _streams(url: str) -> list[Thing]:
    from support.clients import broker

    return broker.census(url)


def _children() -> Iterator[int]:
    me = os.getpid()
    return (process.pid for process in processes.descendants(me) if process.parent == me)


def _of_the_suite(known: frozenset[int], token: str) -> list[Thing]:
    """This process's ports, and what was started by it since, or by a worker that has ended.

    The latter carry the mark of a scenario of this run.
    """
    me = processes.look(os.getpid())
    assert me is not None, "a running process is in /proc"
    ours = {me: SUITE}
    for process, unit in footprint.owners(me.pid, dict.fromkeys(known, "known")):
        if not unit:
            ours[process] = SUITE
    for process in processes.everything() if token else ():
        if footprint.environment_of(process.pid).get(processes.SCENARIO, "").startswith(f"{token}-"):
            ours[process] = SUITE
    return footprint.running(ours)
