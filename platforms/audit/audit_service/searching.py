"""Searching the records: exact, counted, sorted, page by page."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from platforms.audit.audit_service.record import COLUMNS, Recorded, shown
from platforms.common.database import Connection, Database
from platforms.common.errors import not_found
from platforms.common.fields import When, prose

NAMES = ", ".join(COLUMNS)
EVERYTHING = f"(SELECT {NAMES}, false AS archived FROM records UNION ALL SELECT {NAMES}, true AS archived FROM archive)"
Sort = Literal["time", "actor", "action", "resource"]
SORTS: dict[Sort, str] = {
    "time": "event_time",
    "actor": "lower(actor_username COLLATE pg_c_utf8)",
    "action": 'action COLLATE "C"',
    "resource": "lower(resource_name COLLATE pg_c_utf8)",
}
"""Whatever the locale of the database: it may know no capitals but Latin ones."""
NAMED = "concat_ws(' ', action, actor_username, resource_type, resource_id, resource_name)"
SAID = "concat_ws(' ', changes->'old_values', changes->'new_values')"
"""Where texts are looked for: in names, and in values as JSON."""
Words = Annotated[str, prose(200)]


class Query(BaseModel):
    """What is looked for: all of what is given has to fit, and any of a list."""

    since: When | None = None
    """From this moment on; `until` is up to but not including that moment. Both are the times of the events."""
    until: When | None = None
    actor_ids: Annotated[list[UUID], Field(max_length=100)] = []
    actions: Annotated[list[Words], Field(max_length=100)] = []
    resource_types: Annotated[list[Words], Field(max_length=100)] = []
    resource_ids: Annotated[list[Words], Field(max_length=100)] = []
    branches: Annotated[list[Words], Field(max_length=100)] = []
    success: bool | None = None
    correlation_id: Words | None = None
    text: Words = ""
    """Anywhere in names, values before and after, reasons; in any case."""
    archived: bool = False
    """Also those whose time is over."""


class Page(BaseModel):
    sort: Sort = "time"
    descending: bool = True
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class Search(Query, Page):
    """A query and which page of what it finds."""


class Found(BaseModel):
    records: list[Recorded]
    total: int
    """How many there are on all pages together."""
    limit: int
    offset: int
    has_more: bool


def condition(query: Query) -> tuple[str, list[Any]]:
    """The condition of a query in SQL, and its values."""
    values: list[Any] = []

    def value(given: Any) -> str:
        values.append(given)
        return f"${len(values)}"

    parts = ["true" if query.archived else "NOT archived"]
    if query.since is not None:
        parts.append(f"event_time >= {value(query.since)}")
    if query.until is not None:
        parts.append(f"event_time < {value(query.until)}")
    for column, given in (
        ("actor_id", query.actor_ids),
        ("action", query.actions),
        ("resource_type", query.resource_types),
        ("resource_id", query.resource_ids),
        ("branch", query.branches),
    ):
        if given:
            parts.append(f"{column} = ANY({value(given)})")
    if query.success is not None:
        parts.append(f"success = {value(query.success)}")
    if query.correlation_id is not None:
        parts.append(f"correlation_id = {value(query.correlation_id)}")
    if query.text:
        parts.append(f"({_stands(NAMED, value(query.text))} OR {_stands(SAID, value(_in_json(query.text)))})")
    return " AND ".join(parts), values


def _stands(place: str, text: str) -> str:
    return f"strpos(lower({place} COLLATE pg_c_utf8), lower({text} COLLATE pg_c_utf8)) > 0"


def _in_json(text: str) -> str:
    """As it stands within a text of a JSON document."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


async def search(database: Database, asked: Search) -> Found:
    """One page, and how many there are in all; both of one moment."""
    where, values = condition(asked)
    direction = "DESC" if asked.descending else "ASC"
    order = f"{SORTS[asked.sort]} {direction}, position {direction}"
    async with database.transaction() as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        total = await connection.fetchval(f"SELECT count(*) FROM {EVERYTHING} AS r WHERE {where}", *values)
        rows = await connection.fetch(
            f"SELECT * FROM {EVERYTHING} AS r WHERE {where} ORDER BY {order} LIMIT {asked.limit} OFFSET {asked.offset}",
            *values,
        )
    return Found(
        records=[shown(dict(row), archived=row["archived"]) for row in rows],
        total=total,
        limit=asked.limit,
        offset=asked.offset,
        has_more=asked.offset + len(rows) < total,
    )


async def get(database: Database, event_id: UUID) -> Recorded:
    """The record of an event, archived or not; `ApiError` 404 when there is none."""
    row = await database.fetch_one(f"SELECT * FROM {EVERYTHING} AS r WHERE event_id = $1", event_id)
    if row is None:
        raise not_found("record")
    return shown(dict(row), archived=row["archived"])


async def of_resource(database: Database, kind: str, resource_id: str) -> list[Recorded]:
    """The latest thousand records of a resource in the order in which they were made."""
    rows = await database.fetch(
        f"SELECT * FROM (SELECT * FROM {EVERYTHING} AS r WHERE resource_type = $1 AND resource_id = $2"
        " ORDER BY position DESC LIMIT 1000) AS latest ORDER BY position",
        kind,
        resource_id,
    )
    return [shown(dict(row), archived=row["archived"]) for row in rows]


async def every(connection: Connection, query: Query) -> list[Recorded]:
    """All that a query finds, the oldest first."""
    where, values = condition(query)
    rows = await connection.fetch(
        f"SELECT * FROM {EVERYTHING} AS r WHERE {where} ORDER BY event_time, position", *values
    )
    return [shown(dict(row), archived=row["archived"]) for row in rows]
