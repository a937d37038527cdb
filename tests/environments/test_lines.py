"""Lines: cut, stalled, slowed down and healed, on every protocol that platforms speak."""

from __future__ import annotations

import asyncio
import http.client
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import nats
import psycopg
import pytest
import redis
from psycopg.pq.abc import PGconn
from websockets.sync.client import connect as connect_websocket

from support.environments import relay
from support.environments.embedded import EmbeddedPlatform
from support.environments.lines import CLIENTS, EVERYBODY, Direction, Line, Trouble
from support.failures import EnvironmentFailure
from tests.environments.helpers import call, comes_true

PATIENCE = 1.0
"""Seconds after which a client of these tests gives up."""
SKEW = 0.005
"""Seconds by which the relay's clock and the test's may differ: they run on processors of their own."""
MUCH = "long " * 40_000


class Channel:
    """One connection of a client, over which it can ask for a text to come back."""

    def __init__(self, target: str, say: Callable[[str], str], port: int, close: Callable[[], object]) -> None:
        self.target, self.say, self.port, self.close = target, say, port, close


def over_tls(platform: EmbeddedPlatform) -> Channel:
    """A bare TLS connection, on which two requests are spoken by hand."""
    address = urlsplit(platform.url("back"))
    trust = ssl.create_default_context(cafile=platform.authority)
    plain = socket.create_connection((address.hostname or "", address.port or 0), timeout=PATIENCE)
    secure = trust.wrap_socket(plain, server_hostname=address.hostname)

    def say(text: str) -> str:
        secure.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Text: " + text[:4000].strip().encode() + b"\r\n\r\n")
        received = b""
        while b"healthy" not in received:
            piece = secure.recv(65_536)
            if not piece:
                raise ConnectionError("it was closed")
            received += piece
        return text

    return Channel("back", say, 0, secure.close)


def over_http(platform: EmbeddedPlatform) -> Channel:
    """One connection that is kept alive from request to request."""
    address = urlsplit(platform.url("back"))
    trust = ssl.create_default_context(cafile=platform.authority)
    connection = http.client.HTTPSConnection(address.hostname or "", address.port or 0, timeout=PATIENCE, context=trust)
    connection.connect()
    connection.auto_open = False

    def say(text: str) -> str:
        connection.request("POST", "/twice", body=text.encode())
        return connection.getresponse().read().decode()

    return Channel("back", say, 0, connection.close)


def over_websocket(platform: EmbeddedPlatform) -> Channel:
    trust = ssl.create_default_context(cafile=platform.authority)
    live = connect_websocket(
        platform.url("back").replace("https", "wss") + "/echo", ssl=trust, max_size=None, compression=None
    ).__enter__()

    def say(text: str) -> str:
        live.send(text)
        return str(live.recv(PATIENCE))

    return Channel("back", say, live.socket.getsockname()[1], live.close)


def over_postgres(platform: EmbeddedPlatform) -> Channel:
    connection = psycopg.connect(platform.database_url or "", autocommit=True)

    def say(text: str) -> str:
        sent = connection.pgconn
        sent.send_query_params(b"SELECT $1::text", [text.encode()])
        connection_is_readable(connection.fileno(), sent)
        result = sent.get_result()
        assert result is not None
        value = result.get_value(0, 0)
        assert sent.get_result() is None
        return (value or b"").decode()

    return Channel("postgres", say, 0, connection.close)


def connection_is_readable(descriptor: int, connection: PGconn) -> None:
    """Read until the answer is there; TimeoutError when nothing comes."""
    deadline = time.monotonic() + PATIENCE
    while connection.is_busy():
        if not select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError("PostgreSQL did not answer")
        connection.consume_input()


def over_redis(platform: EmbeddedPlatform) -> Channel:
    pool = redis.ConnectionPool.from_url(platform.cache_url or "", socket_timeout=PATIENCE)
    connection = pool.get_connection()

    def say(text: str) -> str:
        connection.send_command("ECHO", text)  # type: ignore[no-untyped-call]
        answer = connection.read_response()
        return bytes(answer).decode() if isinstance(answer, bytes) else str(answer)

    return Channel("redis", say, 0, connection.disconnect)


def over_nats(platform: EmbeddedPlatform) -> Channel:
    loop = asyncio.new_event_loop()
    client = loop.run_until_complete(nats.connect(platform.broker_url or "", allow_reconnect=False))
    inbox = client.new_inbox()
    subscription = loop.run_until_complete(client.subscribe(inbox))

    async def echo(text: str) -> str:
        await client.publish(inbox, text.encode())
        return (await subscription.next_msg(PATIENCE)).data.decode()

    def say(text: str) -> str:
        return loop.run_until_complete(echo(text))

    def close() -> None:
        with suppress(Exception):
            loop.run_until_complete(client.close())
        loop.close()

    return Channel("nats", say, 0, close)


CHANNELS = [over_tls, over_http, over_websocket, over_postgres, over_redis, over_nats]
Opening = Callable[[EmbeddedPlatform], Channel]


@pytest.fixture(params=CHANNELS, ids=lambda opening: opening.__name__.removeprefix("over_"))
def opening(request: pytest.FixtureRequest) -> Opening:
    found: Opening = request.param
    return found


@pytest.fixture
def channel(lined: EmbeddedPlatform, opening: Opening) -> Iterator[Channel]:
    opened = opening(lined)
    yield opened
    with suppress(Exception):
        opened.close()


def fails(channel: Channel) -> bool:
    """Whether nothing comes back, or the connection is gone."""
    try:
        channel.say("Is anybody there?")
    except Exception:
        return True
    return False


def test_connections_that_are_gone_cost_no_more_looks_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def sockets() -> dict[tuple[int, int], str]:
        looks.append(len(looks))
        return {}

    monkeypatch.setattr(relay, "_sockets", sockets)
    owner_of = relay.by_process({})
    assert {owner_of(("127.0.0.1", number), 9) for number in range(2, 60)} == {CLIENTS}
    assert len(looks) == 1 + relay.LOOKS


def test_nothing_notices_a_relay_that_does_nothing(channel: Channel) -> None:
    for text in ("short", MUCH, "ünïcode 🎵"):
        assert channel.say(text) == text


def test_a_stalled_line_tells_nobody_and_goes_on_where_it_stopped(lined: EmbeddedPlatform, channel: Channel) -> None:
    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("stall"))
    assert fails(channel)
    with socket.socket() as other:
        other.settimeout(PATIENCE)
        other.connect(("127.0.0.1", port_of(lined, channel.target)))  # a new connection is made, and is as silent
        with pytest.raises(TimeoutError):
            other.recv(1)
    assert lined.relieve(number) >= 1


@pytest.mark.parametrize("opening", [over_websocket, over_nats], ids=["websocket", "nats"])
def test_what_was_said_while_a_line_was_stalled_arrives_afterwards(lined: EmbeddedPlatform, opening: Opening) -> None:
    channel = opening(lined)
    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("stall"))
    assert fails(channel)
    lined.relieve(number)
    assert channel.say("Still here?") == "Is anybody there?"
    channel.close()


def test_a_cut_line_ends_connections_and_new_ones(lined: EmbeddedPlatform, channel: Channel, opening: Opening) -> None:
    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("cut"))
    assert fails(channel)
    with pytest.raises(Exception):  # noqa: B017 (each driver has its own)
        opening(lined)
    assert lined.relieve(number) >= 2
    again = opening(lined)
    assert again.say("back") == "back"
    again.close()


def test_a_line_that_refuses_keeps_what_is_open(lined: EmbeddedPlatform, channel: Channel, opening: Opening) -> None:
    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("refuse"))
    assert channel.say("still open") == "still open"
    with pytest.raises(Exception):  # noqa: B017 (each driver has its own)
        opening(lined)
    assert lined.relieve(number) >= 1


def test_it_is_known_when_something_met_a_trouble(lined: EmbeddedPlatform) -> None:
    number = lined.trouble(Line(CLIENTS, "back"), Trouble("refuse"))
    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(Exception):  # noqa: B017 (the driver has its own)
            over_websocket(lined)
    took = time.monotonic() - began
    first, second = lined.meetings(number)
    assert 0 <= first < second <= took + 0.5
    assert lined.relieve(number) == 2


@pytest.mark.parametrize(("direction", "least"), [("both", 0.4), ("there", 0.2), ("back", 0.2)])
def test_a_slow_line_takes_its_time_each_way(
    lined: EmbeddedPlatform, channel: Channel, direction: Direction, least: float
) -> None:
    def seconds() -> float:
        began = time.monotonic()
        assert channel.say("How long?") == "How long?"
        return time.monotonic() - began

    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("delay", direction, 0.2))
    assert min(seconds() for _ in range(2)) >= least - SKEW
    assert lined.relieve(number) >= 2
    assert min(seconds() for _ in range(5)) < 0.2


@pytest.mark.parametrize("opening", [over_websocket, over_postgres, over_redis], ids=["websocket", "sql", "redis"])
def test_a_limited_line_lets_so_much_pass(lined: EmbeddedPlatform, opening: Opening) -> None:
    channel = opening(lined)
    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("limit", "there", 100_000))
    began = time.monotonic()
    assert channel.say(MUCH[:40_000]) == MUCH[:40_000]
    assert time.monotonic() - began > 0.3
    assert lined.relieve(number) >= 1
    channel.close()


def test_a_line_drops_after_so_many_bytes(lined: EmbeddedPlatform, channel: Channel) -> None:
    channel.say("before")
    number = lined.trouble(Line(CLIENTS, channel.target), Trouble("drop", "there", 20))
    assert fails(channel)
    assert fails(channel)
    assert lined.relieve(number) >= 1


@pytest.mark.parametrize("server", ["postgres", "redis", "nats"])
def test_only_the_line_of_one_service(lined: EmbeddedPlatform, server: str) -> None:
    call(lined, "back", "/visits/x", method="POST")
    number = lined.trouble(Line("front", server), Trouble("stall"))
    call(lined, "back", "/visits/x", method="POST")
    with pytest.raises(TimeoutError):
        call(lined, "front", "/visits/x", method="POST", timeout=PATIENCE)
    assert lined.relieve(number) >= 1
    call(lined, "front", "/visits/x", method="POST")


def test_a_service_is_told_apart_also_when_it_connects_meanwhile(lined: EmbeddedPlatform) -> None:
    number = lined.trouble(Line("back", "nats"), Trouble("cut"))
    for _ in range(3):
        with pytest.raises(TimeoutError):
            call(lined, "back", "/visits/x", method="POST", timeout=PATIENCE)
    assert lined.relieve(number) > 5, "it tries again and again"
    assert comes_true(lambda: call(lined, "back", "/visits/x", method="POST") is not None, within=5)


def test_only_one_client(lined: EmbeddedPlatform) -> None:
    one, other = over_websocket(lined), over_websocket(lined)
    number = lined.trouble(Line(CLIENTS, "back", (one.port,)), Trouble("stall"))
    assert fails(one)
    assert other.say("not me") == "not me"
    assert lined.relieve(number) == 1
    one.close()
    other.close()


@pytest.mark.parametrize(("direction", "reached"), [("there", False), ("back", True)])
def test_one_direction_only(lined: EmbeddedPlatform, direction: Direction, reached: bool) -> None:
    """What is asked over a line that is stalled on the way back is done, though nobody hears of it."""
    address = urlsplit(lined.cache_url or "")
    with (
        socket.create_connection((address.hostname or "", address.port or 0), PATIENCE) as one,
        redis.Redis.from_url(lined.cache_url or "") as other,
    ):
        one.sendall(f"AUTH {address.password}\r\n".encode())
        assert one.recv(100) == b"+OK\r\n"
        number = lined.trouble(Line(CLIENTS, "redis", (one.getsockname()[1],)), Trouble("stall", direction))
        one.sendall(f"INCR {direction}\r\n".encode())
        with pytest.raises(TimeoutError):
            one.recv(100)
        assert bool(other.exists(direction)) is reached
        assert lined.relieve(number) == 1
        assert one.recv(100) == b":1\r\n"


def test_a_trouble_that_nothing_met_says_so(lined: EmbeddedPlatform) -> None:
    number = lined.trouble(Line("front", "back"), Trouble("stall"))
    call(lined, "back", "/health")
    assert lined.relieve(number) == 0


def test_troubles_of_one_line_add_up_and_end_apart(lined: EmbeddedPlatform) -> None:
    channel = over_websocket(lined)
    first = lined.trouble(Line(EVERYBODY, "back"), Trouble("stall"))
    second = lined.trouble(Line(CLIENTS, "back"), Trouble("delay", "back", 0.1))
    assert fails(channel)
    lined.relieve(first)
    assert channel.say("late") == "Is anybody there?"
    assert lined.relieve(second) >= 1
    channel.close()


def test_healing_ends_every_trouble_and_says_so(lined: EmbeddedPlatform) -> None:
    lined.trouble(Line("front", "postgres"), Trouble("stall"))
    lined.trouble(Line(EVERYBODY, "redis"), Trouble("cut"))
    done = lined.heal()
    assert "the line between front and postgres was in trouble and has been healed." in done
    assert "the line between everybody and redis was in trouble and has been healed." in done
    assert lined.heal() == []
    call(lined, "front", "/visits/x", method="POST")


@pytest.mark.parametrize("unit", ["back", "redis"])
def test_who_is_down_refuses_as_without_a_relay(lined: EmbeddedPlatform, unit: str) -> None:
    lined.kill(unit)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port_of(lined, unit)), 1).close()
    lined.start(unit)
    socket.create_connection(("127.0.0.1", port_of(lined, unit)), 1).close()


def test_trouble_stays_while_its_target_is_restarted(lined: EmbeddedPlatform) -> None:
    number = lined.trouble(Line(CLIENTS, "redis"), Trouble("refuse"))
    lined.restart("redis")
    with pytest.raises(redis.RedisError):
        over_redis(lined)
    assert lined.relieve(number) >= 1
    over_redis(lined).close()


def test_a_line_of_a_stranger(lined: EmbeddedPlatform) -> None:
    for line in (Line("front", "kafka"), Line("kafka", "front")):
        with pytest.raises(KeyError, match='has no unit "kafka"'):
            lined.trouble(line, Trouble("cut"))


def test_nothing_is_relayed_where_nobody_needs_it(shared: object) -> None:
    platform = shared.platform("tiny")  # type: ignore[attr-defined]
    with pytest.raises(EnvironmentFailure, match="started without lines"):
        platform.trouble(Line(CLIENTS, "back"), Trouble("cut"))


def port_of(platform: EmbeddedPlatform, unit: str) -> int:
    """Where a unit is called."""
    roles = {"postgres": "database", "redis": "cache", "nats": "broker"}
    address = platform.roles[roles[unit]] if unit in roles else platform.url(unit)
    return urlsplit(address).port or 0
