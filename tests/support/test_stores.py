"""The looks into PostgreSQL, Redis and NATS, against real ones."""

import asyncio
import math
from collections.abc import Iterator
from time import perf_counter

import psycopg
import pytest
from psycopg.errors import LockNotAvailable, UniqueViolation

from support.clients import broker as brokers
from support.clients import database as databases
from support.clients.address import shown
from support.clients.broker import Broker
from support.clients.cache import Cache
from support.clients.database import Database
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.inventory.things import KEY, ROW, Thing
from tests.support.conftest import Server, Waiter, free_port


@pytest.fixture
def database(postgres: Server, journal: Journal) -> Iterator[Database]:
    database = Database(postgres.url, journal)
    database.run("DROP TABLE IF EXISTS tracks")
    database.run("CREATE TABLE tracks (id int PRIMARY KEY, title text, password text)")
    database.run("INSERT INTO tracks VALUES (1, 'Night Bus', 'pw'), (2, 'Slow Harbour', 'pw')")
    yield database
    database.close()


@pytest.fixture
def cache(valkey: Server, journal: Journal) -> Iterator[Cache]:
    cache = Cache(valkey.url, journal)
    cache.command("FLUSHALL")
    yield cache
    cache.close()


@pytest.fixture
def broker(nats: Server, journal: Journal) -> Iterator[Broker]:
    broker = Broker(nats.url, journal)
    yield broker
    broker.close()


def test_rows_and_values(database: Database) -> None:
    rows = database.rows("SELECT id, title FROM tracks WHERE id >= %s ORDER BY id", [1])
    assert rows == [{"id": 1, "title": "Night Bus"}, {"id": 2, "title": "Slow Harbour"}]
    assert database.rows("SELECT id FROM tracks WHERE id > 9") == []
    assert database.value("SELECT title FROM tracks WHERE id = %(id)s", {"id": 2}) == "Slow Harbour"
    assert database.value("SELECT id FROM tracks WHERE id > 9") is None
    assert database.run("DELETE FROM tracks") == 2


def test_each_statement_commits(database: Database, postgres: Server) -> None:
    database.run("INSERT INTO tracks VALUES (3, 'Third', '')")
    assert Database(postgres.url, Journal()).value("SELECT count(*) FROM tracks") == 3


def test_what_the_database_refuses_is_raised_and_told(database: Database, journal: Journal) -> None:
    with pytest.raises(UniqueViolation):
        database.run("INSERT INTO tracks VALUES (1, 'Again', '')")
    assert "duplicate key" in journal.entries[-1].what
    assert database.value("SELECT 1") == 1


def test_queries_are_in_the_journal_with_some_rows(database: Database, journal: Journal) -> None:
    database.run("INSERT INTO tracks SELECT n, 'x', 'pw' FROM generate_series(10, 59) n")
    assert len(database.rows("SELECT id,\n  password FROM tracks  ORDER BY id")) == 52
    entry = journal.entries[-1]
    assert entry.channel == "sql"
    assert entry.what.startswith("SELECT id, password FROM tracks ORDER BY id → 52 rows (")
    assert len(entry.details["rows"]) == 20
    assert entry.details["rows"][0] == {"id": 1, "password": "***"}


def test_a_lock_is_held_for_the_block_only(database: Database, postgres: Server, journal: Journal) -> None:
    with database.holding_lock("public.tracks"):
        with pytest.raises(LockNotAvailable):
            database.run("SET lock_timeout = '50ms'; SELECT 1 FROM tracks")
        assert database.value("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted") == 1
    assert database.value("SELECT count(*) FROM tracks") == 2
    faults = [entry.what for entry in journal.entries if entry.channel == "fault"]
    assert faults == ["holds ACCESS EXCLUSIVE on public.tracks", "lets go of public.tracks"]
    with pytest.raises(ZeroDivisionError), database.holding_lock("tracks", "SHARE"):
        _ = 1 // 0
    assert database.run("DELETE FROM tracks") == 2


def test_rows_are_held_for_the_block_only(database: Database, postgres: Server, journal: Journal) -> None:
    with database.holding_rows("SELECT FROM tracks WHERE id = %s FOR UPDATE", [1]):
        with pytest.raises(LockNotAvailable):
            database.run("SET lock_timeout = '50ms'; DELETE FROM tracks WHERE id = 1")
        assert database.run("DELETE FROM tracks WHERE id = 2") == 1
    assert database.run("DELETE FROM tracks") == 1
    faults = [entry.what for entry in journal.entries if entry.channel == "fault"]
    assert faults[0].startswith("holds 1 rows: SELECT FROM tracks") and faults[1].startswith("lets go of them")


def test_a_restarted_database_is_reached_again(database: Database, postgres: Server) -> None:
    assert database.value("SELECT 1") == 1
    postgres.end()
    with pytest.raises(Unreachable, match=r"postgresql://127\.0\.0\.1:\d+/postgres did not answer a "):
        database.value("SELECT 1")
    postgres.start()
    assert database.value("SELECT count(*) FROM tracks") == 2


def test_a_connection_that_ends_in_mid_statement_is_told(database: Database) -> None:
    with pytest.raises(Unreachable, match="did not answer a statement: terminating connection"):
        database.run("SELECT pg_terminate_backend(pg_backend_pid())")
    assert database.value("SELECT count(*) FROM tracks") == 2


@pytest.fixture
def orders(database: Database) -> Iterator[Database]:
    """Two tables with keys, one of which points to the other, and one without."""
    database.run("CREATE SCHEMA shop")
    database.run("CREATE TABLE shop.orders (id int PRIMARY KEY, track int REFERENCES tracks)")
    database.run(
        'CREATE TABLE shop."Lines" (place int, "order" int REFERENCES shop.orders, note text,'
        ' PRIMARY KEY ("order", place))'
    )
    database.run("CREATE TABLE shop.notes (text text)")
    yield database
    database.run("DROP SCHEMA shop CASCADE")


def by_name(things: list[Thing]) -> dict[tuple[str, str], Thing]:
    return {(thing.place, thing.name): thing for thing in things}


def test_a_census_has_every_row_by_its_key(orders: Database) -> None:
    orders.run("INSERT INTO shop.orders VALUES (7, 1), (8, NULL)")
    orders.run('INSERT INTO shop."Lines" VALUES (3, 7, %s)', ["50 %"])
    rows = by_name(orders.census())
    assert set(rows) == {
        ("public.tracks", "1"),
        ("public.tracks", "2"),
        ("shop.orders", "7"),
        ("shop.orders", "8"),
        ("shop.Lines", "7, 3"),
    }
    line = Thing(ROW, "shop.Lines", "7, 3", {"place": 3, "order": 7, "note": "50 %"}, frozenset({("shop.orders", "7")}))
    assert rows["shop.Lines", "7, 3"] == line
    assert rows["shop.orders", "7"].refers == {("public.tracks", "1")}
    assert rows["shop.orders", "8"].refers == set()


def test_a_census_tells_rows_without_key_apart_by_what_they_hold(orders: Database) -> None:
    orders.run("INSERT INTO shop.notes VALUES ('a'), ('b'), ('a')")
    before = {name for place, name in by_name(orders.census()) if place == "shop.notes"}
    assert len(before) == 3
    orders.run("INSERT INTO shop.notes VALUES ('b')")
    after = {name for place, name in by_name(orders.census()) if place == "shop.notes"}
    assert len(after - before) == 1


def test_a_census_since_a_moment_has_what_was_committed_after_it(orders: Database, postgres: Server) -> None:
    with psycopg.connect(postgres.url) as slow:
        slow.execute("INSERT INTO shop.orders VALUES (1, 1)")
        orders.run("INSERT INTO shop.orders VALUES (2, 1), (3, 1)")
        moment = orders.moment()
        assert orders.census(moment) == []
        slow.commit()
        orders.run("UPDATE shop.orders SET track = 2 WHERE id = 3")
        orders.run("INSERT INTO shop.orders VALUES (4, 1)")
    assert {name for _, name in by_name(orders.census(moment))} == {"1", "3", "4"}


def test_a_census_of_too_much_fails(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "MOST_ROWS", 2)
    assert len(database.census()) == 2
    database.run("INSERT INTO tracks VALUES (3, 'Third', '')")
    with pytest.raises(ValueError, match="there are more than 2 rows"):
        database.census()


def test_what_the_cache_holds(cache: Cache) -> None:
    cache.command("SET", "presence:1", "Lina")
    cache.command("SET", "presence:2", "Zoë", "PX", 60_000)
    cache.command("HSET", "session:1", "role", "listener", "name", "Lina")
    cache.command("SADD", "here", "Lina", "Arno")
    assert cache.get("presence:2") == "Zoë"
    assert cache.get("nothing") is None
    assert cache.exists("presence:1")
    assert not cache.exists("nothing")
    assert cache.ttl("presence:1") == math.inf
    assert 59 < (cache.ttl("presence:2") or 0) <= 60
    assert cache.ttl("nothing") is None
    assert cache.hash("session:1") == {"role": "listener", "name": "Lina"}
    assert cache.hash("nothing") == {}


def test_all_keys_are_found_by_scanning(cache: Cache) -> None:
    for number in range(2_500):
        cache.command("SET", f"presence:{number:04}", 1)
    cache.command("SET", "other", 1)
    assert cache.keys("presence:*") == [f"presence:{number:04}" for number in range(2_500)]


def test_a_census_of_the_cache_looks_into_what_is_not_known(cache: Cache) -> None:
    cache.command("SET", "known", "1")
    assert cache.census() == [Thing(KEY, "", "known")]
    cache.command("SET", "text", "Lina", "EX", 60)
    cache.command("HSET", "hash", "name", "Lina")
    cache.command("RPUSH", "list", "Lina", "Arno")
    cache.command("SADD", "set", "Lina")
    cache.command("ZADD", "sorted", 1, "Lina")
    cache.command("XADD", "stream", "1-1", "name", "Lina")
    found = {thing.name: thing.content for thing in cache.census(["known"])}
    assert found.pop("known") == {}
    assert {name: content["type"] for name, content in found.items()} == {
        "text": "string", "hash": "hash", "list": "list", "set": "set", "sorted": "zset", "stream": "stream"
    }  # fmt: skip
    assert all("Lina" in str(content["value"]) for content in found.values())
    assert 59 < found["text"]["seconds_to_live"] <= 60


def test_questions_to_the_cache_are_in_the_journal(cache: Cache, journal: Journal) -> None:
    cache.command("HSET", "session:1", "token", "abc")
    cache.hash("session:1")
    entry = journal.entries[-1]
    assert (entry.channel, entry.what) == ("redis", "HGETALL session:1")
    assert entry.details["answer"] == {"token": "***"}


def test_a_restarted_cache_is_reached_again(cache: Cache, valkey: Server) -> None:
    cache.command("SET", "a", 1)
    valkey.end()
    start = perf_counter()
    with pytest.raises(Unreachable, match=r"redis://127\.0\.0\.1:\d+/0 did not answer GET") as failure:
        cache.get("a")
    assert perf_counter() - start < 1
    assert "pw-valkey" not in str(failure.value)
    valkey.start()
    for number in range(5):
        assert cache.get("a") is None
        cache.command("SET", "a", number)
        valkey.end()
        valkey.start()


def test_messages_arrive_stamped_and_in_order(broker: Broker, until: Waiter) -> None:
    subscription = broker.subscribe("veza.events.>")
    sent = [broker.publish(f"veza.events.{number}", {"number": number}) for number in range(20)]
    broker.publish("other.events", {"number": -1})
    until(lambda: len(subscription.messages) == 20)
    for number, (clock, message) in enumerate(zip(sent, subscription.messages, strict=True)):
        assert (message.subject, message.data) == (f"veza.events.{number}", {"number": number})
        assert clock < message.clock < clock + 1
    subscription.end()
    broker.publish("veza.events.more", {})
    other = broker.subscribe("veza.events.>")
    broker.publish("veza.events.last", {})
    until(lambda: other.messages)
    assert len(subscription.messages) == 20
    broker.close()
    other.end()


def test_a_subscription_is_known_when_it_returns(broker: Broker, nats: Server, until: Waiter) -> None:
    speaker = Broker(nats.url, Journal())
    speaker.publish("warm.up", {})
    subscriptions = []
    for number in range(50):
        subscriptions.append(broker.subscribe(f"once.{number}"))
        speaker.publish(f"once.{number}", {})
    until(lambda: all(each.messages for each in subscriptions))
    speaker.close()


def test_headers_and_other_content(broker: Broker, nats: Server, until: Waiter) -> None:
    subscription = broker.subscribe("a.*")
    broker.publish("a.b", {"x": "Zoë"}, headers={"Nats-Msg-Id": "7"})
    until(lambda: subscription.messages)
    assert subscription.messages[0].headers == {"Nats-Msg-Id": "7"}
    assert subscription.messages[0].data == {"x": "Zoë"}


def test_messages_are_in_the_journal(broker: Broker, journal: Journal, until: Waiter) -> None:
    subscription = broker.subscribe("a.b")
    broker.publish("a.b", {"correlation_id": "c-1", "token": "abc"})
    until(lambda: subscription.messages and len(journal.entries) == 3)
    assert sorted(entry.what for entry in journal.entries) == ["listens to a.b", "← a.b", "→ a.b"]
    assert journal.entries[-1].details["data"] == {"correlation_id": "c-1", "token": "***"}


def test_a_restarted_broker_is_listened_to_again(nats: Server, journal: Journal, until: Waiter) -> None:
    listener, speaker = Broker(nats.url, journal), Broker(nats.url, Journal())
    subscription = listener.subscribe("a.b")
    nats.end()
    with pytest.raises(Unreachable, match=r"nats://127\.0\.0\.1:\d+ did not answer"):
        speaker.publish("a.b", {})
    nats.start()

    def heard() -> bool:
        speaker.publish("a.b", {"n": 1})
        return bool(subscription.messages)

    until(heard)
    listener.close()
    speaker.close()


def test_a_broker_that_is_not_there_or_refuses_is_told_at_once(nats: Server, journal: Journal) -> None:
    start = perf_counter()
    with pytest.raises(Unreachable, match="did not answer a connection"):
        Broker(f"nats://127.0.0.1:{free_port()}", journal).subscribe("a")
    with pytest.raises(Unreachable, match=r"(?i)authorization") as failure:
        Broker(nats.url.replace("pw-nats", "pw-wrong"), journal).subscribe("a")
    assert "pw-wrong" not in str(failure.value)
    assert perf_counter() - start < 1


def test_a_census_of_a_broker_without_streams_is_empty(nats: Server) -> None:
    assert brokers.census(nats.url) == []
    with pytest.raises(Unreachable, match="did not answer a census"):
        brokers.census(f"nats://127.0.0.1:{free_port()}")


def test_the_broker_works_beside_a_running_loop(broker: Broker, until: Waiter) -> None:
    async def inside() -> int:
        subscription = broker.subscribe("a.b")
        broker.publish("a.b", {})
        until(lambda: subscription.messages)
        return len(subscription.messages)

    assert asyncio.run(inside()) == 1


def test_addresses_are_shown_without_password() -> None:
    assert shown("postgresql://veza:p@ss@127.0.0.1:5432/veza?x=1") == "postgresql://127.0.0.1:5432/veza"
