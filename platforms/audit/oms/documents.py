"""The port to the document store, and PostgreSQL as one.

A store keeps every version of every document, and tells whoever reads it what counts now. That a change, its version
and its place in the outbox are one transaction is what keeps changes from being lost, so the store writes all three.
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
from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.common.together import Together

Kind = Literal["schema", "object_type"]
Deed = Literal["create", "update", "delete"]
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


@dataclass(frozen=True)
class Wish:
    """One of several changes that are made together; a document is in one of them only."""

    deed: Deed
    key: Key
    body: dict[str, Any] | None
    expected: int = 0
    """The version that was seen, of what is to be changed or deleted."""


@dataclass(frozen=True)
class Found:
    """What stands in the way of a wish: the document is, or is not, there at this version (0: it is not there)."""

    at: int
    version: int


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

    async def change_together(
        self, branch: str, wishes: Sequence[Wish], author: Author, holding: UUID | None
    ) -> Sequence[Version | Found]:
        """The version that each of them made, all of this branch, told in their order; or none of them was made.

        Then: what is in the way of which, by their places; nothing when it is the branch or a lock.
        """

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

_OPEN = """
SELECT FROM branches WHERE name = $1 AND state = 'ACTIVE'
  AND NOT locked(locks, $2, $4, $5) AND NOT locked(locks, $3, $4, $5) FOR SHARE
"""
_NEW_HEADS = """
INSERT INTO heads (branch, kind, name, version, deleted)
SELECT $1, kind, name, 0, true FROM unnest($2::text[], $3::text[]) AS new (kind, name) ORDER BY name, kind
ON CONFLICT DO NOTHING
"""
_HEADS = """
SELECT kind, name, version, deleted FROM heads
WHERE branch = $1 AND (kind, name) IN (SELECT * FROM unnest($2::text[], $3::text[])) ORDER BY name, kind FOR UPDATE
"""
_TOGETHER = """
WITH asked AS (
    SELECT * FROM ROWS FROM (
        jsonb_to_recordset($2) AS (action text, kind text, name text, version integer, body jsonb, target jsonb)
    ) WITH ORDINALITY AS a (action, kind, name, version, body, target, at)
), head AS (
    UPDATE heads SET version = asked.version, deleted = asked.body IS NULL FROM asked
    WHERE heads.branch = $1 AND heads.kind = asked.kind AND heads.name = asked.name
), told AS (
    INSERT INTO outbox (action, target, version, old, new, actor, request)
    SELECT asked.action, asked.target, asked.version, before.body, asked.body, $4, $5 FROM asked
    LEFT JOIN documents AS before ON before.branch = $1 AND before.kind = asked.kind
      AND before.name = asked.name AND before.version = asked.version - 1
    ORDER BY asked.at
)
INSERT INTO documents (branch, kind, name, version, body, changed_by)
SELECT $1, kind, name, version, body, $3 FROM asked ORDER BY at RETURNING kind, name, changed_at
"""
"""Many changes cost four statements; whichever document is in two at once, all take them in the same order."""


class _NotMade(Exception):
    """What was begun is taken back."""

    def __init__(self, found: list[Found]) -> None:
        super().__init__(found)
        self.found = found


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

    async def change_together(
        self, branch: str, wishes: Sequence[Wish], author: Author, holding: UUID | None
    ) -> Sequence[Version | Found]:
        try:
            return await self._change_together(branch, wishes, author, holding)
        except _NotMade as refusal:
            return refusal.found

    async def _change_together(
        self, branch: str, wishes: Sequence[Wish], author: Author, holding: UUID | None
    ) -> list[Version]:
        made = [one.key for one in wishes if one.deed == "create"]
        async with self._database.transaction() as connection:
            kinds = sorted({one.key.kind for one in wishes})
            if await connection.fetchrow(_OPEN, branch, kinds[0], kinds[-1], holding, author.id) is None:
                raise _NotMade([])
            if made:
                await connection.execute(_NEW_HEADS, branch, [one.kind for one in made], [one.name for one in made])
            keys = [one.key for one in wishes]
            rows = await connection.fetch(_HEADS, branch, [one.kind for one in keys], [one.name for one in keys])
            heads = {(row["kind"], row["name"]): row for row in rows}
            versions = [heads.get((one.kind, one.name)) for one in keys]
            amiss = [
                Found(at, 0 if head is None or head["deleted"] else head["version"])
                for at, (wish, head) in enumerate(zip(wishes, versions, strict=True))
                if not _fits(wish, head)
            ]
            if amiss:
                raise _NotMade(amiss)
            return await self._make(connection, branch, wishes, [row["version"] + 1 for row in versions if row], author)

    async def _make(
        self, connection: Connection, branch: str, wishes: Sequence[Wish], versions: Sequence[int], author: Author
    ) -> list[Version]:
        asked = [
            {
                "action": f"{one.key.kind}.{one.deed}", "kind": one.key.kind, "name": one.key.name, "version": version,
                "body": one.body, "target": _target(one.key),
            }
            for one, version in zip(wishes, versions, strict=True)
        ]  # fmt: skip
        rows = await connection.fetch(_TOGETHER, branch, asked, author.id, author.actor, author.request)
        at = {(row["kind"], row["name"]): row["changed_at"] for row in rows}
        return [
            Version(one.key.name, version, one.body, author.id, at[one.key.kind, one.key.name])
            for one, version in zip(wishes, versions, strict=True)
        ]

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
        values = (
            key.branch,
            key.kind,
            holding,
            key.name,
            body,
            author.id,
            f"{key.kind}.{deed}",
            _target(key),
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
        order = sorted(range(len(changes)), key=lambda at: _place_of(changes[at]))
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


def _place_of(change: Change) -> tuple[Any, ...]:
    """By branch, name and kind: the order in which documents are taken, by whoever takes several."""
    branch, kind, _, name, *_ = change.values
    return branch, name, kind


def _target(key: Key) -> dict[str, str]:
    """A document as records call it."""
    return {"resource_type": key.kind, "resource_id": key.id, "resource_name": key.name, "branch": key.branch}


def _fits(wish: Wish, head: Record | None) -> bool:
    """Whether a wish can be made of a document that stands so."""
    if head is None or head["deleted"]:
        return head is not None and wish.deed == "create"
    return wish.deed != "create" and bool(head["version"] == wish.expected)
