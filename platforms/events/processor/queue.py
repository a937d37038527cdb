"""The queue in PostgreSQL: who may take which job, and what is written down of it."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asyncpg import Record

from platforms.common.database import Database
from platforms.events.processor.fetching import Page
from platforms.events.shape import Job

JITTER = 0.25

TAKE = """
UPDATE jobs SET state = 'running', lease = $1, leased_until = now() + make_interval(secs => $2)
 WHERE id = (SELECT id FROM jobs
              WHERE (state = 'waiting' AND next_try_at <= now()) OR (state = 'running' AND leased_until < now())
              ORDER BY next_try_at, made_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING *
"""


@dataclass(frozen=True)
class Task:
    """A job that was taken. Whoever has lost its lease changes nothing any more."""

    id: UUID
    catalogue_id: str
    url: str
    correlation_id: str
    step: str
    tries: int
    failures: int
    absences: int
    """How many of the failures were of somebody who was only away."""
    reason: str | None
    result: dict[str, Any] | None
    lease: UUID


def wait_seconds(failures: int, first: float, longest: float) -> float:
    """How long to wait after so many failures in a row: twice as long each time, 25 % more or less."""
    return min(first * 2.0 ** min(failures - 1, 30), longest) * random.uniform(1 - JITTER, 1 + JITTER)


async def put(database: Database, job: Job) -> None:
    """Queue a job; one that is there already stays as it is."""
    await database.execute(
        "INSERT INTO jobs (id, catalogue_id, url, correlation_id) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        job.scrape_id,
        job.catalogue_id,
        job.url,
        job.correlation_id,
    )


async def take(database: Database, lease_seconds: float) -> Task | None:
    """The job that has waited longest, or that somebody has not ended in time; None when there is nothing to do."""
    row = await database.fetch_one(TAKE, uuid.uuid4(), lease_seconds)
    return _task(row) if row is not None else None


async def renew(database: Database, leases: list[UUID], lease_seconds: float) -> None:
    """Keep what is being worked at."""
    await database.execute(
        "UPDATE jobs SET leased_until = now() + make_interval(secs => $2) WHERE state = 'running' AND lease = ANY($1)",
        leases,
        lease_seconds,
    )


async def begin_try(database: Database, task: Task) -> bool:
    """Count one more try, before it is made; False when the lease is lost."""
    done = await database.execute("UPDATE jobs SET tries = tries + 1 WHERE id = $1 AND lease = $2", task.id, task.lease)
    return done == "UPDATE 1"


async def keep_page(database: Database, task: Task, page: Page) -> None:
    """Store a page raw and go on to the next step, both or neither."""
    async with database.transaction() as connection:
        held = await connection.execute(
            "UPDATE jobs SET step = 'extracting', failures = 0, absences = 0 WHERE id = $1 AND lease = $2",
            task.id,
            task.lease,
        )
        if held == "UPDATE 1":
            await connection.execute(
                "INSERT INTO pages (job_id, url, content_type, body) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (job_id) DO UPDATE SET url = $2, content_type = $3, body = $4, fetched_at = now()",
                task.id,
                page.url,
                page.content_type,
                page.body,
            )


async def page_of(database: Database, task: Task) -> Page:
    """The page that was stored."""
    row = await database.fetch_one("SELECT url, content_type, body FROM pages WHERE job_id = $1", task.id)
    assert row is not None, "a job whose page is read has one"
    return Page(row["url"], row["content_type"], row["body"])


async def keep_result(database: Database, task: Task, result: dict[str, Any]) -> None:
    await database.execute(
        "UPDATE jobs SET step = 'telling', failures = 0, absences = 0, result = $3 WHERE id = $1 AND lease = $2",
        task.id,
        task.lease,
        result,
    )


async def give_up(database: Database, task: Task, reason: str) -> None:
    """It failed for good; that is still to be reported."""
    await database.execute(
        "UPDATE jobs SET step = 'reporting', failures = 0, absences = 0, reason = $3 WHERE id = $1 AND lease = $2",
        task.id,
        task.lease,
        reason,
    )


async def put_off(database: Database, task: Task, seconds: float, *, failed: bool, away: bool = False) -> None:
    """Let it wait; `failed`: and count a failure; `away`: which was of somebody who was only away."""
    await database.execute(
        "UPDATE jobs SET state = 'waiting', lease = NULL, failures = failures + $4, absences = absences + $5,"
        " next_try_at = now() + make_interval(secs => $3) WHERE id = $1 AND lease = $2",
        task.id,
        task.lease,
        seconds,
        int(failed),
        int(failed and away),
    )


async def end(database: Database, task: Task, state: str) -> None:
    await database.execute(
        "UPDATE jobs SET state = $3, lease = NULL, ended_at = now() WHERE id = $1 AND lease = $2",
        task.id,
        task.lease,
        state,
    )


async def get(database: Database, task: Task) -> Task | None:
    """The job as it stands now; None when the lease is lost."""
    row = await database.fetch_one("SELECT * FROM jobs WHERE id = $1 AND lease = $2", task.id, task.lease)
    return _task(row) if row is not None else None


async def forget(database: Database, catalogue_id: UUID) -> None:
    """Remove all work and all pages of a catalogue."""
    await database.execute("DELETE FROM jobs WHERE catalogue_id = $1", catalogue_id)


async def counts(database: Database, catalogue_id: UUID | None) -> dict[str, int]:
    """Jobs by state, of one catalogue or of all."""
    rows = await database.fetch(
        "SELECT state, count(*) AS n FROM jobs WHERE $1::uuid IS NULL OR catalogue_id = $1 GROUP BY state", catalogue_id
    )
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state, 0) for state in ("waiting", "running", "done", "failed")}


def _task(row: Record) -> Task:
    return Task(
        id=row["id"],
        catalogue_id=str(row["catalogue_id"]),
        url=row["url"],
        correlation_id=row["correlation_id"],
        step=row["step"],
        tries=row["tries"],
        failures=row["failures"],
        absences=row["absences"],
        reason=row["reason"],
        result=row["result"],
        lease=row["lease"],
    )
