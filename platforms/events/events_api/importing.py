"""Brings in what another system has: line by line, in batches, with a report of the lines that are no good."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.events.events_api import catalogues, events
from platforms.events.events_api.catalogues import Catalogue
from platforms.events.events_api.events import NewEvent

BATCH = 100
MOST_TOLD = 1_000


class BadLine(BaseModel):
    line: int
    reason: str


class Report(BaseModel):
    lines: int = 0
    imported: int = 0
    known: int = 0
    """Whose address the catalogue has already: left as they are."""
    bad: list[BadLine] = []
    """The first thousand."""
    batches: int = 0


class Whole(Exception):
    """A bad line in an import that is to come in whole or not at all."""


async def bring_in(database: Database, catalogue: Catalogue, body: bytes, whole: bool) -> Report:
    """Import the lines. Each batch of a hundred is one transaction; with `whole`, all of them together are one.

    `ApiError` 422 with the report when `whole` is asked and a line is bad; nothing is imported then.
    """
    report = Report()
    if not whole:
        for batch in _batches(body, report):
            async with database.transaction() as connection:
                await _import(connection, catalogue, batch, report)
        return report
    try:
        async with database.transaction() as connection:
            for batch in _batches(body, report):
                await _import(connection, catalogue, batch, report)
            if report.bad:
                raise Whole
    except Whole:
        told = report.model_copy(update={"imported": 0, "known": 0}).model_dump(mode="json")
        raise ApiError(422, "IMPORT_REFUSED", "Some lines are not right, so none was imported.", told) from None
    return report


async def _import(connection: Connection, catalogue: Catalogue, batch: list[NewEvent], report: Report) -> None:
    await catalogues.lock(connection, catalogue.id)
    report.batches += 1
    for new in batch:
        if new.url and await connection.fetchval(
            "SELECT true FROM events WHERE catalogue_id = $1 AND url = $2", catalogue.id, new.url
        ):
            report.known += 1
        else:
            await events.add(connection, catalogue.id, new, new.url)
            report.imported += 1


def _batches(body: bytes, report: Report) -> Iterator[list[NewEvent]]:
    """Lines that are good, a hundred lines at a time; those that are not go into the report."""
    batch: list[NewEvent] = []
    pending = 0
    for number, line in enumerate(body.split(b"\n"), 1):
        if not line.strip():
            continue
        report.lines += 1
        pending += 1
        try:
            batch.append(_read(line))
        except ValueError as error:
            if len(report.bad) < MOST_TOLD:
                report.bad.append(BadLine(line=number, reason=_reason(error)))
        if pending == BATCH:
            yield batch
            batch, pending = [], 0
    if pending:
        yield batch


def _read(line: bytes) -> NewEvent:
    """`ValueError` for what is no event."""
    try:
        return NewEvent.model_validate(json.loads(line))
    except RecursionError:
        raise ValueError("nested too deep") from None


def _reason(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'line'}: {fault['msg']}" for fault in error.errors()[:5]
        )
    return "not JSON" if isinstance(error, json.JSONDecodeError) else str(error)[:200]
