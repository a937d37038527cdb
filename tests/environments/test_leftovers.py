"""What is left in a real environment is found, wherever it is, and told with the scenario that left it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import nats
import pytest

from support.clients.cache import Cache
from support.clients.database import Database
from support.config import Settings
from support.environments.embedded import EmbeddedEnvironment, EmbeddedPlatform
from support.evidence.journal import Journal
from support.inventory import leftover, stores
from support.inventory.things import ROW
from support.observing import waiting
from support.running.planned import Planned
from support.running.run import Run
from support.running.selection import Identity
from support.scenario.data import mark_of
from tests.environments.helpers import call, embedded


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    waiting.set_patience(0.1)
    yield
    waiting.set_patience(1)


def run_on(environment: EmbeddedEnvironment) -> Run:
    """A run of two scenarios, which has just begun."""
    run = Run(Settings(), Path())
    run.environment = environment
    for number in (1, 2):
        scenario = cast(Any, SimpleNamespace(name=f"scenario {number}", _row=None, effective_tags=[]))
        identity = Identity("features/tiny/one.feature", "", scenario.name, (), 0)
        run.planned.append(Planned(scenario, identity, f"features/tiny/one.feature:{number}", number=number))
    leftover.note(run)
    return run


def said(run: Run) -> list[str]:
    """What is told of it, without names that are made by chance."""
    leftover.tell(run)
    return run.besides


def open_here() -> tuple[set[str], set[threading.Thread]]:
    """Everything that this process has open, and its threads."""
    files = {os.readlink(file) for file in Path("/proc/self/fd").iterdir() if os.path.lexists(file)}
    return {file for file in files if "/proc/" not in file}, {*threading.enumerate()}


def test_nothing_is_told_where_nothing_was_left(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    run = run_on(shared)
    tiny.restart("back")
    tiny.restart("redis")
    tiny.restart("postgres")
    tiny.heal()
    assert said(run) == []


def test_a_census_leaves_nothing_open_itself(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    before = open_here()
    run = run_on(shared)
    assert run.censuses and not run.censuses[0].uncounted
    assert open_here() == before
    leftover.tell(run)
    assert open_here() == before


def test_each_thing_is_told_with_whoever_left_it(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    database = Database(tiny.database_url or "", Journal(0))
    cache = Cache(tiny.cache_url or "", Journal(0))
    media = Path(cast(dict[str, str], call(tiny, "back", "/environment"))["MEDIA_DIR"])
    (media / "old.mp3").write_text("old")
    database.run("CREATE TABLE people (id int PRIMARY KEY, name text)")
    database.run("CREATE TABLE letters (id int PRIMARY KEY, sender int REFERENCES people)")
    database.run("INSERT INTO people VALUES (1, 'Ada')")
    run = run_on(shared)
    first, second = (mark_of(run.correlation_ids(planned)[0]) for planned in run.planned)

    database.run("INSERT INTO people VALUES (2, %s)", [f"Lina {first}"])
    database.run("INSERT INTO letters VALUES (5, 2)")
    database.run("INSERT INTO letters VALUES (6, 1)")
    database.run("UPDATE people SET name = 'Eve' WHERE id = 1")
    cache.command("SET", f"presence:{second}", 1, "EX", 60)
    (media / f"{second}.mp3").write_text("new")
    (media / "old.mp3").unlink()
    asyncio.run(add_stream(tiny, f"EVENTS-{first}"))
    child = call(tiny, "back", "/child", method="POST")

    told = said(run)
    database.run("DROP TABLE letters, people")
    database.close()
    cache.close()
    assert isinstance(child, int)
    os.kill(child, 9)
    one, two = (f"features/tiny/one.feature:{number} “scenario {number}” left" for number in (1, 2))
    assert told == [
        f"{one} a consumer of the stream EVENTS-{first} (tiny): reader",
        f"{one} a row of public.letters (tiny): 5",
        f"{one} a row of public.people (tiny): 2",
        f"{one} a stream of the broker (tiny): EVENTS-{first}",
        f"{two} a file in files (tiny): files/media/{second}.mp3",
        f"{two} a key in the cache (tiny): presence:{second}",
        told[6],
        f"Nobody known left a process of back (tiny): tail -f /dev/null; known of it: pid {child}",
        "Nobody known left a row of public.letters (tiny): 6; known of it: id 6, sender 1",
        "Nobody known changed a row of public.people (tiny): 1; known of it: id 1, name Eve",
    ]
    assert told[6].startswith("Nobody known removed a file in files (tiny): files/media/old.mp3; known of it: bytes 3")


async def add_stream(tiny: EmbeddedPlatform, name: str) -> None:
    client = await nats.connect(tiny.broker_url or "")
    stream = client.jetstream()
    await stream.add_stream(name=name, subjects=[f"{name}.*"])
    await stream.add_consumer(name, durable_name="reader")
    await client.close()


def test_what_a_service_stores_is_told(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    run = run_on(shared)
    call(tiny, "front", f"/visits/{mark_of(run.correlation_ids(run.planned[0])[0])}", method="POST")
    told = said(run)
    assert any("“scenario 1” left a row of public.visits (tiny): " in sentence for sentence in told)
    assert any("left messages on the stream VISITS (tiny): visits.made" in sentence for sentence in told)


def test_a_daemon_whose_parent_has_ended_is_told(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    run = run_on(shared)
    daemon = call(tiny, "back", "/daemon", method="POST")
    told = said(run)
    assert isinstance(daemon, int)
    os.kill(daemon, 9)
    assert told == [
        f"Nobody known left a process of a service that has ended (tiny): tail -f /dev/null; known of it: pid {daemon}"
    ]


@pytest.fixture
def attached(temporary: Path) -> Iterator[EmbeddedEnvironment]:
    """An environment that was up before, with the tiny platform."""
    owner = embedded(temporary)
    owner.start(["tiny"])
    owner.keep()
    attached = embedded(temporary)
    attached.start(["tiny"])
    yield attached
    attached.end()


def test_what_others_do_in_an_attached_environment_is_theirs(attached: EmbeddedEnvironment) -> None:
    tiny = attached.platform("tiny")
    call(tiny, "front", "/visits/before", method="POST")
    run = run_on(attached)
    call(tiny, "front", "/visits/other", method="POST")
    (census,) = run.censuses
    assert ROW not in {kind for _, kind, _, _ in census.things}
    now = stores.again(attached, ["tiny"], census, run.token)
    assert [thing.content for thing in now.things.values() if thing.kind == ROW] == [{"name": "other"}]
    assert said(run) == []
    call(tiny, "front", f"/visits/{mark_of(run.correlation_ids(run.planned[1])[0])}", method="POST")
    (told,) = said(run)
    assert told.startswith("features/tiny/one.feature:2 “scenario 2” left a row of public.visits (tiny): ")


def test_a_store_that_is_away_is_told(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    run = run_on(shared)
    tiny.stop("postgres")
    told = said(run)
    assert len(told) == 1
    assert told[0].startswith("What was left in the database of tiny is not known: postgresql://127.0.0.1:")
