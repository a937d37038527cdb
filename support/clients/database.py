"""A look into a platform's PostgreSQL, and a hand on its locks."""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, LiteralString

from support.clients.address import shown
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.inventory.things import ROW, Thing
from support.observing.waiting import patient

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composed

TIMEOUT = 5
"""Seconds for a connection, and for a statement."""
CENSUS_TIMEOUT = 60
"""Seconds for a look through all that is there, which measures nothing."""
_ROWS_IN_JOURNAL = 20
MOST_ROWS = 250_000
"""Rows that a census takes, of about a kilobyte each; where there are more it fails."""
# Every table that may be read, with the columns of its primary key.
_TABLES: LiteralString = """
    SELECT c.oid::bigint AS table_id, n.nspname AS schema, c.relname AS name, ARRAY(
        SELECT a.attname::text FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
        WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.place
    ) AS key
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY schema, name
"""
# Every foreign key: which columns point to which of what table.
_FOREIGN_KEYS: LiteralString = """
    SELECT f.conrelid::bigint AS table_id, f.confrelid::bigint AS target, ARRAY(
        SELECT ARRAY[there.attname::text, here.attname::text]
        FROM unnest(f.conkey, f.confkey) AS k (here, there)
        JOIN pg_attribute here ON here.attrelid = f.conrelid AND here.attnum = k.here
        JOIN pg_attribute there ON there.attrelid = f.confrelid AND there.attnum = k.there
    ) AS columns
    FROM pg_constraint f WHERE f.contype = 'f'
"""

Parameters = Sequence[Any] | Mapping[str, Any]
LockMode = Literal["ACCESS SHARE", "ROW EXCLUSIVE", "SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE"]


@dataclass(frozen=True)
class Moment:
    """What a database had committed at some moment, as the transactions that it had not."""

    next: int
    under_way: tuple[int, ...]


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

    def refusal(self, sql: LiteralString, params: Parameters = ()) -> str:
        """The SQLSTATE with which the database refuses a statement; empty when it takes it, which is then undone."""
        from psycopg import Error

        try:
            with self._connect() as connection, connection.transaction(force_rollback=True):
                connection.execute(sql, params)
        except Error as error:
            self._journal.record("sql", f"{' '.join(sql.split())} → {' '.join(str(error).split())}", params=params)
            return error.sqlstate or "unknown"
        return ""

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

    @contextmanager
    def holding_rows(self, sql: LiteralString, params: Parameters = ()) -> Iterator[None]:
        """Hold the rows that a `SELECT … FOR UPDATE` locks during the block, over a connection of its own."""
        words = " ".join(sql.split())
        with self._connect() as connection, connection.transaction(force_rollback=True):
            held = connection.execute(sql, params).rowcount
            self._journal.record("fault", f"holds {held} rows: {words}", params=params)
            try:
                yield
            finally:
                self._journal.record("fault", f"lets go of them: {words}", params=params)

    def moment(self) -> Moment:
        """Return what is committed now, for `census` to leave out later. PostgreSQL 13 or later."""
        _, following, under_way = str(self.value("SELECT pg_current_snapshot()::text")).split(":")
        return Moment(_xid(following), tuple(_xid(number) for number in filter(None, under_way.split(","))))

    def census(self, since: Moment | None = None, mentioning: Sequence[str] = ()) -> list[Thing]:
        """Return the rows of all tables that may be read; with `since`, those made or changed after it.

        With `mentioning`, only those in which one of these texts stands.

        The name of a row is its primary key; where there is none, a digest of the row. Raises ValueError where
        there are more than `MOST_ROWS`.
        """
        from psycopg.sql import SQL, Identifier

        tables = {table["table_id"]: table for table in self.rows(_TABLES)}
        if not tables:
            return []
        fresh = SQL("WHERE (age(t.xmin) <= age({}::text::xid) OR t.xmin::text = ANY({}))")
        condition = fresh.format(str(since.next), [*map(str, since.under_way)]) if since else SQL("WHERE true")
        if mentioning:
            condition = SQL("{} AND to_jsonb(t)::text ~ {}").format(condition, "|".join(map(re.escape, mentioning)))
        query = SQL(" UNION ALL ").join(
            SQL("SELECT {}::bigint AS table_id, to_jsonb(t)::text AS row FROM {} t {}").format(
                number, Identifier(table["schema"], table["name"]), condition
            )
            for number, table in tables.items()
        )
        self._execute(SQL("SET statement_timeout = {}").format(CENSUS_TIMEOUT * 1000), ())
        try:
            rows, _ = self._execute(query + SQL(" LIMIT {}").format(MOST_ROWS + 1), ())
        finally:
            self._execute(SQL("RESET statement_timeout").format(), ())
        if len(rows) > MOST_ROWS:
            raise ValueError(f"there are more than {MOST_ROWS} rows")
        return _things(rows, tables, self.rows(_FOREIGN_KEYS))

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._live is not None:
            self._live.close()
            self._live = None

    def _execute(self, sql: "LiteralString | Composed", params: Parameters) -> tuple[list[dict[str, Any]], int]:
        """Return the rows, none for a statement without any, and how many it returned or touched."""
        from psycopg import Error

        connection = self._connection()
        words = " ".join((sql if isinstance(sql, str) else sql.as_string(connection)).split())
        self._journal.contacts.queried(words)
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


def _xid(number: str) -> int:
    """A transaction's number as rows carry it, which is its lower 32 bits."""
    return int(number) % 2**32


def _things(
    rows: Sequence[dict[str, Any]], tables: Mapping[int, dict[str, Any]], foreign_keys: Sequence[dict[str, Any]]
) -> list[Thing]:
    pointers: dict[int, list[tuple[str, list[str]]]] = {}
    for foreign in foreign_keys:
        columns = dict(foreign["columns"])
        target = tables.get(foreign["target"])
        if target and set(columns) == set(target["key"]):
            pointers.setdefault(foreign["table_id"], []).append(
                (_place(target), [columns[name] for name in target["key"]])
            )
    alike: Counter[tuple[int, str]] = Counter()
    things = []
    for each in rows:
        number, text = each["table_id"], each["row"]
        table, content = tables[number], json.loads(text)
        if table["key"]:
            name = _joined(content, table["key"])
        else:
            alike[number, text] += 1
            name = f"{hashlib.sha256(text.encode()).hexdigest()[:12]}/{alike[number, text]}"
        refers = frozenset(
            (place, _joined(content, columns))
            for place, columns in pointers.get(number, ())
            if all(content[column] is not None for column in columns)
        )
        things.append(Thing(ROW, _place(table), name, content, refers))
    return things


def _place(table: Mapping[str, Any]) -> str:
    return f"{table['schema']}.{table['name']}"


def _joined(content: Mapping[str, Any], columns: Sequence[str]) -> str:
    return ", ".join(str(content[column]) for column in columns)
