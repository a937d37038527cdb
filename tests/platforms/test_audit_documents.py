"""The contract of the document store of oms: what any store has to do that takes PostgreSQL's place."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from platforms.audit.oms.branches import Branch, NewBranch, archive, create
from platforms.audit.oms.documents import Documents, Found, Key, PostgresDocuments, Version, Wish
from platforms.audit.oms.locks import NewLock, acquire, release
from platforms.audit.oms.trail import Author
from platforms.common import accounts
from platforms.common.database import Database
from tests.support.conftest import Server, postgres

__all__ = ["postgres"]

OLGA = Author(uuid.UUID(int=7), "Olga", "developer", "127.0.0.1", "")
PIOTR = Author(uuid.UUID(int=8), "Piotr", "developer", "127.0.0.1", "")
MIGRATIONS = Path(__file__).parents[2] / "platforms/audit/oms/migrations"
BODY = {"display_name": "Depot", "properties": []}
NOBODY = None


@asynccontextmanager
async def oms(url: str) -> AsyncIterator[tuple[Documents, Database, str]]:
    """A store over the tables of oms, and a branch of its own."""
    database = Database(url, "oms")
    await database.open(accounts.MIGRATIONS, MIGRATIONS)
    try:
        branch: Branch = await create(database, NewBranch(name=f"b{uuid.uuid4().hex[:8]}"), OLGA)
        yield PostgresDocuments(database), database, branch.name
    finally:
        await database.close()


Story = Callable[[Documents, Database, str], Coroutine[Any, Any, None]]


@pytest.fixture
def run(postgres: Server) -> Callable[[Story], None]:
    """Let a story happen."""

    async def happen(story: Story) -> None:
        async with oms(postgres.url) as (store, database, branch):
            await story(store, database, branch)

    return lambda story: asyncio.run(happen(story))


async def told(database: Database, branch: str) -> list[tuple[str, int | None]]:
    """What the outbox has to tell of documents of a branch, in its order."""
    rows = await database.fetch(
        "SELECT action, version FROM outbox WHERE target->>'branch' = $1 AND version IS NOT NULL ORDER BY sequence",
        branch,
    )
    return [(row["action"], row["version"]) for row in rows]


def test_a_document_goes_through_its_versions_and_each_is_told(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        key = Key(branch, "object_type", "Depot")
        made = await store.create(key, BODY, OLGA, NOBODY)
        changed = await store.change(key, {**BODY, "n": 1}, 1, PIOTR, NOBODY)
        gone = await store.delete(key, 2, OLGA, NOBODY)
        assert [one.version for one in (made, changed, gone) if one] == [1, 2, 3]
        assert await store.get(key) is None
        again = await store.create(key, BODY, OLGA, NOBODY)
        assert again is not None and again.version == 4
        kept = await store.versions(key)
        assert [(one.version, one.body, one.changed_by) for one in kept] == [
            (1, BODY, OLGA.id), (2, {**BODY, "n": 1}, PIOTR.id), (3, None, OLGA.id), (4, BODY, OLGA.id),
        ]  # fmt: skip
        assert [one.changed_at for one in kept] == sorted(one.changed_at for one in kept)
        assert await told(database, branch) == [
            ("object_type.create", 1), ("object_type.update", 2), ("object_type.delete", 3), ("object_type.create", 4),
        ]  # fmt: skip

    run(story)


def test_what_is_not_made_leaves_no_version_and_is_not_told(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        key = Key(branch, "schema", "Core")
        assert await store.change(key, BODY, 1, OLGA, NOBODY) is None
        assert await store.delete(key, 1, OLGA, NOBODY) is None
        assert await store.create(key, BODY, OLGA, NOBODY)
        assert await store.create(key, BODY, OLGA, NOBODY) is None
        assert await store.change(key, BODY, 2, OLGA, NOBODY) is None
        assert await store.create(Key("nowhere", "schema", "Core"), BODY, OLGA, NOBODY) is None
        assert [one.version for one in await store.versions(key)] == [1]
        assert await told(database, branch) == [("schema.create", 1)]

    run(story)


def test_of_many_changes_to_one_version_one_is_made(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        key = Key(branch, "object_type", "Depot")
        created = await asyncio.gather(*(store.create(key, BODY, OLGA, NOBODY) for _ in range(6)))
        assert sum(one is not None for one in created) == 1
        changed = await asyncio.gather(*(store.change(key, {**BODY, "n": n}, 1, OLGA, NOBODY) for n in range(6)))
        assert sum(one is not None for one in changed) == 1
        assert [one.version for one in await store.versions(key)] == [1, 2]
        assert await told(database, branch) == [("object_type.create", 1), ("object_type.update", 2)]

    run(story)


def test_a_lock_lets_its_holder_change_and_nobody_else(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        key, other = Key(branch, "object_type", "Depot"), Key(branch, "schema", "Core")
        lock = await acquire(database, branch, NewLock(reason="Indexing", resource_type="object_type"), PIOTR)
        assert await store.create(key, BODY, OLGA, NOBODY) is None
        assert await store.create(other, BODY, OLGA, NOBODY), "of the kind that is not locked"
        assert await store.create(key, BODY, PIOTR, lock.id)
        await release(database, branch, lock.id, PIOTR)
        assert await store.change(key, BODY, 1, PIOTR, lock.id) is None, "in the name of a lock that is over"
        assert await store.change(key, BODY, 1, OLGA, NOBODY)

    run(story)


def test_on_a_closed_branch_nothing_is_made(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        await archive(database, branch, OLGA)
        assert await store.create(Key(branch, "schema", "Core"), BODY, OLGA, NOBODY) is None

    run(story)


def test_documents_are_listed_by_name_page_by_page_and_apart(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        for name in ("C", "A", "B", "D"):
            await store.create(Key(branch, "schema", name), BODY, OLGA, NOBODY)
        await store.create(Key(branch, "object_type", "A1"), BODY, OLGA, NOBODY)
        await store.delete(Key(branch, "schema", "B"), 1, OLGA, NOBODY)
        assert [one.name for one in await store.every(branch, "schema", "", 2)] == ["A", "C"]
        assert [one.name for one in await store.every(branch, "schema", "C", 2)] == ["D"]
        assert await store.every("nowhere", "schema", "", 2) == []

    run(story)


def test_a_change_whose_outbox_fails_is_not_made(run: Callable[[Story], None], postgres: Server) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        key = Key(branch, "object_type", "Depot")
        await store.create(key, BODY, OLGA, NOBODY)
        with psycopg.connect(postgres.url, autocommit=True) as outside:
            outside.execute(
                "ALTER TABLE oms.outbox ADD CONSTRAINT full_up CHECK (version IS DISTINCT FROM 2) NOT VALID"
            )
            try:
                with pytest.raises(Exception, match="full_up"):
                    await store.change(key, {**BODY, "n": 1}, 1, OLGA, NOBODY)
            finally:
                outside.execute("ALTER TABLE oms.outbox DROP CONSTRAINT full_up")
        assert [one.version for one in await store.versions(key)] == [1]
        found = await store.get(key)
        assert found is not None and found.version == 1

    run(story)


def test_changes_that_are_made_together_are_told_in_their_order(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        old, gone, new = (Key(branch, "object_type", name) for name in ("Old", "Gone", "New"))
        for key in (old, gone):
            await store.create(key, BODY, OLGA, NOBODY)
        await store.delete(gone, 1, OLGA, NOBODY)
        wishes = [
            Wish("create", new, BODY),
            Wish("create", gone, BODY),
            Wish("create", Key(branch, "schema", "Old"), BODY),
            Wish("update", old, {**BODY, "n": 1}, 1),
        ]
        made = await store.change_together(branch, wishes, PIOTR, NOBODY)
        assert [(one.name, one.version) for one in made if isinstance(one, Version)] == [
            ("New", 1), ("Gone", 3), ("Old", 1), ("Old", 2),
        ]  # fmt: skip
        assert (await told(database, branch))[3:] == [
            ("object_type.create", 1), ("object_type.create", 3), ("schema.create", 1), ("object_type.update", 2),
        ]  # fmt: skip
        rows = await database.fetch("SELECT old FROM outbox WHERE target->>'branch' = $1 ORDER BY sequence", branch)
        assert [row["old"] for row in rows][-4:] == [None, None, None, BODY]
        kept = await store.versions(old)
        assert [(one.version, one.body, one.changed_by) for one in kept] == [
            (1, BODY, OLGA.id), (2, {**BODY, "n": 1}, PIOTR.id),
        ]  # fmt: skip
        last = await store.change_together(branch, [Wish("delete", old, None, 2)], OLGA, NOBODY)
        assert [one.version for one in last] == [3]
        assert await store.get(old) is None
        assert (await store.versions(old))[-1].body is None

    run(story)


def test_of_changes_that_are_made_together_none_is_made_unless_all_can_be(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        there, new = Key(branch, "object_type", "There"), Key(branch, "object_type", "New")
        await store.create(there, BODY, OLGA, NOBODY)
        nowhere = Key(branch, "schema", "There")
        wishes = [
            Wish("create", new, BODY),
            Wish("create", there, BODY),
            Wish("update", nowhere, BODY, 1),
        ]
        assert await store.change_together(branch, wishes, OLGA, NOBODY) == [Found(1, 1), Found(2, 0)]
        assert await store.change_together(branch, [Wish("delete", there, None, 2)], OLGA, NOBODY) == [Found(0, 1)]
        assert await store.get(new) is None and await store.versions(new) == []
        lock = await acquire(database, branch, NewLock(resource_type="object_type", reason="r"), PIOTR)
        both = [Wish("create", Key(branch, "schema", "New"), BODY), Wish("create", new, BODY)]
        assert await store.change_together(branch, both, OLGA, NOBODY) == []
        assert await told(database, branch) == [("object_type.create", 1)]
        assert len(await store.change_together(branch, both, PIOTR, lock.id)) == 2
        again = await store.create(new, BODY, PIOTR, lock.id)
        assert again is None, "what was made together is there"

    run(story)


def test_who_change_the_same_together_do_not_wait_for_each_other_for_ever(run: Callable[[Story], None]) -> None:
    async def story(store: Documents, database: Database, branch: str) -> None:
        keys = [Key(branch, kind, f"N{number}") for kind in ("schema", "object_type") for number in range(20)]
        wishes = [Wish("create", key, BODY) for key in keys]
        answers = await asyncio.gather(
            *(store.change_together(branch, wishes[::way], OLGA, NOBODY) for way in (1, -1) * 4)
        )
        assert sum(all(isinstance(one, Version) for one in answer) for answer in answers) == 1
        assert len(await told(database, branch)) == len(keys)

    run(story)
