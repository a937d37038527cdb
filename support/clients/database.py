"""A look into a platform's PostgreSQL, and a hand on its locks."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, LiteralString

from support.clients.address import shown
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.waiting import patient

if TYPE_CHECKING:
    from psycopg import Connection

TIMEOUT = 5
"""Seconds for a connection, and for a statement."""
_ROWS_IN_JOURNAL = 20

Parameters = Sequence[Any] | Mapping[str, Any]
LockMode = Literal["ACCESS SHARE", "ROW EXCLUSIVE", "SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE"]


class Database:
    """A database by its address, connected at the first query and again after a restart, in autocommit."""

    def __init__(self, url: str, journal: Journal) -> None:
        """`url` is postgresql://user:password@host:port/name."""
        self._url = url
        self._journal = journal
        self._live: Connection[dict[str, Any]] | None = None

    def rows(self, sql: LiteralString, params: Parameters = ()) -> list[dict[str, Any]]:
        """Return the rows of a query, each by column name.

        Raises `Unreachable` when the database cannot be reached, and psycopg's errors for what it refuses.
        """
        return self._execute(sql, params)[0]

    def value(self, sql: LiteralString, params: Parameters = ()) -> Any:
        """Return the first column of the first row of a query; None when there is no row."""
        rows, _ = self._execute(sql, params)
        return next(iter(rows[0].values())) if rows else None

    def run(self, sql: LiteralString, params: Parameters = ()) -> int:
        """Run a statement that returns nothing; return how many rows it touched."""
        return self._execute(sql, params)[1]

    @contextmanager
    def holding_lock(self, table: str, mode: LockMode = "ACCESS EXCLUSIVE") -> Iterator[None]:
        """Hold a lock on a table (or schema.table) during the block, over a connection of its own."""
        from psycopg.sql import SQL, Identifier

        statement = SQL("LOCK TABLE {} IN {} MODE").format(Identifier(*table.split(".")), SQL(mode))
        with self._connect() as connection, connection.transaction(force_rollback=True):
            connection.execute(statement)
            self._journal.record("fault", f"holds {mode} on {table}")
            try:
                yield
            finally:
                self._journal.record("fault", f"lets go of {table}")

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._live is not None:
            self._live.close()
            self._live = None

    def _execute(self, sql: LiteralString, params: Parameters) -> tuple[list[dict[str, Any]], int]:
        """Return the rows, none for a statement without any, and how many it returned or touched."""
        from psycopg import Error

        connection = self._connection()
        words = " ".join(sql.split())
        start = perf_counter()
        try:
            cursor = connection.execute(sql, params)
            rows = cursor.fetchall() if cursor.description else []
        except Error as error:
            reason = " ".join(str(error).split())
            self._journal.record("sql", f"{words} → {reason}", params=params)
            if connection.broken:
                raise Unreachable(shown(self._url), "a statement", reason) from None
            raise
        ms = (perf_counter() - start) * 1000
        self._journal.record(
            "sql",
            f"{words} → {cursor.rowcount} rows ({ms:.0f} ms)",
            params=params,
            rows=rows[:_ROWS_IN_JOURNAL],
            ms=round(ms, 1),
        )
        return rows, cursor.rowcount

    def _connection(self) -> "Connection[dict[str, Any]]":
        from psycopg import OperationalError

        if self._live is not None:
            try:
                self._live.execute("")  # one round trip; a connection from before a restart fails here
            except OperationalError:
                self.close()
        if self._live is None:
            self._live = self._connect()
        return self._live

    def _connect(self) -> "Connection[dict[str, Any]]":
        import psycopg
        from psycopg.rows import dict_row

        try:
            return psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=math.ceil(patient(TIMEOUT)),
                options=f"-c statement_timeout={math.ceil(patient(TIMEOUT) * 1000)}",
                application_name="acceptance",
                client_encoding="utf8",
                row_factory=dict_row,
            )
        except psycopg.OperationalError as error:
            raise Unreachable(shown(self._url), "a connection", " ".join(str(error).split())) from None
