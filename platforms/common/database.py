"""PostgreSQL for a service: a pool, a schema of its own, and migrations that are applied once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from platforms.common.errors import unavailable
from platforms.common.turns import Turns

log = logging.getLogger(__name__)

Connection = PoolConnectionProxy
"""One connection out of the pool."""

LOCK_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 3_000
MOST_CONNECTIONS = 8
CONNECT_SECONDS = 2.0
STALL_SECONDS, LONGEST_WAIT_SECONDS = 2.0, 8.0
"""How long one waits for a connection that others use: while none of them is done with it, and at most."""

_AWAY = (
    TimeoutError,
    ConnectionError,
    asyncpg.InterfaceError,  # the connection is closed
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutting down, starting up, statement takes too long
    asyncpg.InsufficientResourcesError,  # too many connections, disk full
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,  # deadlock
)
"""What says that PostgreSQL cannot do it now, not that it was asked the wrong thing."""


class Database:
    """The tables of one service, in a schema named after it.

    A statement that takes longer than three seconds, or waits longer than two for a lock, fails:
    a caller is better served by a quick refusal than by a queue that grows. This, and PostgreSQL
    being away, is `ApiError` 503; what was begun is rolled back. Whoever finds all connections in use
    waits in line, for as long as the line moves.
    """

    def __init__(self, url: str, schema: str) -> None:
        self._url = url
        self._schema = schema
        self._pool: asyncpg.Pool | None = None
        self._turns = Turns(MOST_CONNECTIONS, STALL_SECONDS, LONGEST_WAIT_SECONDS)

    async def open(self, *migrations: Path) -> None:
        """Connect and apply the migrations (`*.sql` of these folders in the order of their names) not yet applied."""
        try:
            self._pool = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=MOST_CONNECTIONS,
                timeout=5,
                command_timeout=STATEMENT_TIMEOUT_MS / 1000 + 1,
                init=_json_as_objects,
                reset=_nothing_to_reset,
                server_settings={
                    "search_path": self._schema,
                    "lock_timeout": str(LOCK_TIMEOUT_MS),
                    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                },
            )
        except (*_AWAY, OSError) as error:
            raise ConnectionError(f"PostgreSQL cannot be reached: {error}") from error
        async with self.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext($1))", self._schema)
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"')
            await connection.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations"
                " (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
            )
            applied = {row["name"] for row in await connection.fetch("SELECT name FROM schema_migrations")}
            scripts = [script for folder in migrations for script in folder.glob("*.sql")]
            for script in sorted(scripts, key=lambda script: script.name):
                if script.name not in applied:
                    await connection.execute(script.read_text(encoding="utf-8"))
                    await connection.execute("INSERT INTO schema_migrations (name) VALUES ($1)", script.name)

    async def close(self) -> None:
        if self._pool is not None:
            self._pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        assert self._pool is not None, "the database is not open"
        try:
            await self._turns.take()
        except TimeoutError as error:
            raise _refusal(error) from error
        served = False
        try:
            try:
                connection = await self._pool.acquire(timeout=CONNECT_SECONDS)
            except (*_AWAY, OSError) as error:
                raise _refusal(error) from error
            served = True
            try:
                yield connection
            except _AWAY as error:
                if isinstance(error, ValueError):  # asyncpg's way to say that a value does not fit its column
                    raise
                served = False
                if isinstance(error, TimeoutError):
                    connection.terminate()  # it does not answer: asking it to roll back would take as long again
                raise _refusal(error) from error
            except asyncio.CancelledError:
                connection.terminate()  # for the same reason
                raise
            finally:
                await self._pool.release(connection)
        finally:
            self._turns.leave(served=served)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """All that is done in it happens, or none of it."""
        async with self.connection() as connection:
            transaction = connection.transaction()
            await transaction.start()
            try:
                yield connection
            except (TimeoutError, asyncio.CancelledError):
                raise  # the connection is given up, and with it the transaction
            except BaseException:
                await transaction.rollback()
                raise
            await transaction.commit()

    async def fetch(self, sql: str, *values: object) -> list[asyncpg.Record]:
        async with self.connection() as connection:
            return list(await connection.fetch(sql, *values))

    async def fetch_one(self, sql: str, *values: object) -> asyncpg.Record | None:
        async with self.connection() as connection:
            return await connection.fetchrow(sql, *values)

    async def value(self, sql: str, *values: object) -> Any:
        async with self.connection() as connection:
            return await connection.fetchval(sql, *values)

    async def fetch_each(self, sql: str, values: Sequence[Sequence[object]]) -> list[asyncpg.Record]:
        """Run a statement with each of these values, in their order and in one go, all or none; the rows of all."""
        async with self.connection() as connection:
            return list(await connection.fetchmany(sql, values))

    async def execute(self, sql: str, *values: object) -> str:
        async with self.connection() as connection:
            return str(await connection.execute(sql, *values))

    async def ping(self) -> None:
        await self.value("SELECT 1")


def _refusal(error: BaseException) -> Exception:
    log.warning("the database did not do it: %r", error)
    return unavailable("The database")


async def _nothing_to_reset(_: Any) -> None:
    """Transactions end by themselves and nobody changes the session; asking would cost a round trip,
    and a connection that is lost just then would make done work look failed."""


async def _json_as_objects(connection: Any) -> None:
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
