"""The port to the document store, and PostgreSQL as one.

A store keeps every version of every document, and tells whoever reads it what counts now. That a change, its version
and its place in the outbox are one transaction is what keeps changes from being lost, so the store writes all three
Any other store has to pass the port's contract, `tests/platforms/test_audit_documents.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal, Protocol
from uuid import UUID

from asyncpg import PostgresError, Record

from platforms.audit.oms.trail import Author
from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.common.together import Together

Kind = Literal["schema", "object_type"]
MOST_LISTED = 200


@dataclass(frozen=True)
class Key:
    """What tells a document from every other."""

    branch: str
    kind: Kind
    name: str

    @property
    def id(self) -> str:
        """As records call it."""
        return f"{self.branch}/{self.name}"


@dataclass(frozen=True)
class Version:
    """One version of a document; `body` is None in the version in which it was deleted."""

    name: str
    version: int
    body: dict[str, Any] | None
    changed_by: UUID
    changed_at: datetime


class Documents(Protocol):
    """A document store.

    A change is made whole or not at all, with its version and its place in the outbox. It answers None when it was
    not made: because of a lock that is not `holding`'s, a branch that is not there or is archived, or because the
    document is not (`change`, `delete`: at `expected`) or is already (`create`) there.
    """

    async def create(self, key: Key, body: dict[str, Any], author: Author, holding: UUID | None) -> Version | None:
        """The first version, or the next one of a document that was deleted."""

    async def change(
        self, key: Key, body: dict[str, Any], expected: int, author: Author, holding: UUID | None
    ) -> Version | None:
        """The version after `expected`."""

    async def delete(self, key: Key, expected: int, author: Author, holding: UUID | None) -> Version | None:
        """The version after `expected`, which says that the document is gone."""

    async def get(self, key: Key) -> Version | None:
        """The version that counts; None when there is no such document, or no longer."""

    async def every(self, branch: str, kind: Kind, after: str, limit: int) -> list[Version]:
        """Those that count, by name, from the first one after `after`."""

    async def versions(self, key: Key) -> list[Version]:
        """All there ever were, the oldest first."""


@dataclass(frozen=True)
class Change:
    """What a statement is told of one change."""

    values: tuple[Any, ...]
    expected: tuple[int, ...]

    def at(self, place: int) -> tuple[Any, ...]:
        """With its place among the changes that are made together, which the row says that it returns."""
        return (*self.values, place, *self.expected)


_PLACE = """
WITH place AS (
    SELECT name FROM branches
    WHERE name = $1 AND state = 'ACTIVE' AND NOT locked(locks, $2, $3, $6::uuid) FOR SHARE
)"""
_KEPT = """
, kept AS (
    INSERT INTO documents (branch, kind, name, version, body, changed_by)
    SELECT $1, $2, $4, head.version, $5::jsonb, $6::uuid FROM head RETURNING version, changed_at
), told AS (
    INSERT INTO outbox (action, target, version, old, new, actor, request)
    SELECT $7, $8, head.version, head.old, $5::jsonb, $9, $10 FROM head
)
SELECT $11::integer AS at, version, changed_at FROM kept
"""
_CREATE = f"""{_PLACE}, head AS (
    INSERT INTO heads AS known (branch, kind, name, version) SELECT name, $2, $4, 1 FROM place
    ON CONFLICT (branch, kind, name) DO UPDATE SET version = known.version + 1, deleted = false WHERE known.deleted
    RETURNING version, NULL::jsonb AS old
){_KEPT}"""
_CHANGE = f"""{_PLACE}, head AS (
    UPDATE heads SET version = heads.version + 1, deleted = $5::jsonb IS NULL FROM place, documents AS before
    WHERE heads.branch = place.name AND heads.kind = $2 AND heads.name = $4
      AND heads.version = $12 AND NOT heads.deleted
      AND before.branch = place.name AND before.kind = $2 AND before.name = $4 AND before.version = $12
    RETURNING heads.version, before.body AS old
){_KEPT}"""


class PostgresDocuments:
    """Documents as JSONB. One statement is one change, and changes that come at once share a round trip and a commit.

    They stay changes of their own: one that is refused, or that cannot be stored, takes no other with it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writers = {statement: Together(partial(self._write_all, statement)) for statement in (_CREATE, _CHANGE)}

    async def create(self, key: Key, body: dict[str, Any], author: Author, holding: UUID | None) -> Version | None:
        return await self._write(_CREATE, "create", key, body, author, holding)

    async def change(
        self, key: Key, body: dict[str, Any], expected: int, author: Author, holding: UUID | None
    ) -> Version | None:
        return await self._write(_CHANGE, "update", key, body, author, holding, expected)

    async def delete(self, key: Key, expected: int, author: Author, holding: UUID | None) -> Version | None:
        return await self._write(_CHANGE, "delete", key, None, author, holding, expected)

    async def get(self, key: Key) -> Version | None:
        row = await self._database.fetch_one(
            "SELECT name, version, body, changed_by, changed_at FROM heads JOIN documents USING"
            " (branch, kind, name, version) WHERE branch = $1 AND kind = $2 AND name = $3 AND NOT deleted",
            key.branch,
            key.kind,
            key.name,
        )
        return Version(**row) if row else None

    async def every(self, branch: str, kind: Kind, after: str, limit: int) -> list[Version]:
        rows = await self._database.fetch(
            "SELECT name, version, body, changed_by, changed_at FROM heads JOIN documents USING"
            " (branch, kind, name, version) WHERE branch = $1 AND kind = $2 AND name > $3 AND NOT deleted"
            " ORDER BY name LIMIT $4",
            branch,
            kind,
            after,
            limit,
        )
        return [Version(**row) for row in rows]

    async def versions(self, key: Key) -> list[Version]:
        rows = await self._database.fetch(
            "SELECT name, version, body, changed_by, changed_at FROM documents"
            " WHERE branch = $1 AND kind = $2 AND name = $3 ORDER BY version",
            key.branch,
            key.kind,
            key.name,
        )
        return [Version(**row) for row in rows]

    async def _write(
        self,
        statement: str,
        deed: str,
        key: Key,
        body: dict[str, Any] | None,
        author: Author,
        holding: UUID | None,
        *expected: int,
    ) -> Version | None:
        target = {
            "resource_type": key.kind, "resource_id": key.id, "resource_name": key.name, "branch": key.branch,
        }  # fmt: skip
        values = (
            key.branch,
            key.kind,
            holding,
            key.name,
            body,
            author.id,
            f"{key.kind}.{deed}",
            target,
            author.actor,
            author.request,
        )
        row = await self._writers[statement].ask(Change(values, expected))
        if isinstance(row, Exception):
            raise row
        return Version(key.name, row["version"], body, author.id, row["changed_at"]) if row else None

    async def _write_all(self, statement: str, changes: Sequence[Change]) -> Sequence[Record | Exception | None]:
        """Make these changes; of each the row that tells its version, None of one that was refused, or its error.

        In the order of their keys, so that two who change the same documents never wait for each other; changes of one
        document in the order in which they came.
        """
        order = sorted(range(len(changes)), key=lambda at: changes[at].values[:4:3])
        try:
            rows = await self._database.fetch_each(statement, [changes[at].at(at) for at in order])
        except ApiError as error:  # the database is away, for all of them
            return [error] * len(changes)
        except (PostgresError, ValueError) as error:  # one of them is more than the store takes
            if len(changes) == 1:
                return [error]
            return [(await self._write_all(statement, [one]))[0] for one in changes]
        found = {row["at"]: row for row in rows}
        return [found.get(at) for at in range(len(changes))]
