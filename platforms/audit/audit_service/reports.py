"""Statistics, compliance reports and exports of a period: three ways to tell what the records say."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from platforms.audit.audit_service.integrity import verify
from platforms.audit.audit_service.record import Recorded
from platforms.audit.audit_service.searching import Query, every
from platforms.common.database import Database
from platforms.common.errors import invalid_field, not_found
from platforms.common.fields import Moment, When
from platforms.common.security import Caller

TOP = 10
CSV_COLUMNS = [name for name in Recorded.model_fields if name != "changes"] + ["changes"]


class Period(BaseModel):
    """From a moment on, up to but not including another."""

    since: When
    until: When


class Count(BaseModel):
    name: str
    count: int


class Statistics(BaseModel):
    total: int
    succeeded: int
    failed: int
    by_action: list[Count]
    by_resource_type: list[Count]
    top_actors: list[Count]


class Summary(Statistics):
    deletions: int
    refusals: int
    role_changes: int
    forced_unlocks: int
    chain_whole: bool


class Report(BaseModel):
    id: UUID
    period_from: Moment
    period_to: Moment
    requested_by: UUID
    requested_at: Moment
    summary: Summary


async def statistics(database: Database, query: Query) -> Statistics:
    """Counts of what a query finds."""
    async with database.connection() as connection:
        return _counted(await every(connection, query))


async def report(database: Database, key: str, period: Period, caller: Caller) -> Report:
    """Make and keep the compliance report of a period."""
    if period.until <= period.since:
        raise invalid_field("until", "BEFORE_SINCE", "A period ends after it has begun.")
    async with database.connection() as connection:
        records = await every(connection, Query(since=period.since, until=period.until, archived=True))
    summary = Summary(
        **_counted(records).model_dump(),
        deletions=sum(one.action.endswith(".delete") for one in records),
        refusals=sum(not one.success for one in records),
        role_changes=sum(one.action == "acl.update" for one in records),
        forced_unlocks=sum(one.action == "branch.force_unlock" for one in records),
        chain_whole=(await verify(database, key)).whole,
    )
    row = await database.fetch_one(
        "INSERT INTO reports (period_from, period_to, requested_by, summary) VALUES ($1, $2, $3, $4) RETURNING *",
        period.since,
        period.until,
        UUID(caller.user_id),
        summary.model_dump(mode="json"),
    )
    assert row is not None
    return Report(**row)


async def get(database: Database, report_id: UUID) -> Report:
    """A report that was made; `ApiError` 404 when there is none."""
    row = await database.fetch_one("SELECT * FROM reports WHERE id = $1", report_id)
    if row is None:
        raise not_found("report")
    return Report(**row)


async def export(database: Database, query: Query, form: Literal["json", "csv"]) -> str:
    """All that a query finds, the oldest first."""
    async with database.connection() as connection:
        records = [one.model_dump(mode="json") for one in await every(connection, query)]
    if form == "json":
        return json.dumps(records, ensure_ascii=False)
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS)
    writer.writeheader()
    for one in records:
        changes = "" if one["changes"] is None else json.dumps(one["changes"], ensure_ascii=False)
        writer.writerow({name: _cell(value) for name, value in {**one, "changes": changes}.items()})
    return out.getvalue()


def _cell(value: object) -> object:
    """A cell that a spreadsheet takes for text, never for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _counted(records: list[Recorded]) -> Statistics:
    succeeded = sum(one.success for one in records)
    return Statistics(
        total=len(records),
        succeeded=succeeded,
        failed=len(records) - succeeded,
        by_action=_counts(Counter(one.action for one in records)),
        by_resource_type=_counts(Counter(one.resource_type for one in records)),
        top_actors=_counts(Counter(one.actor_username for one in records if one.actor_username))[:TOP],
    )


def _counts(counter: Counter[str]) -> list[Count]:
    """The most frequent first, equal ones by name."""
    return [Count(name=name, count=count) for name, count in sorted(counter.items(), key=lambda one: (-one[1], one[0]))]
