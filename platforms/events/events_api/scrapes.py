"""Scrapes: what was asked for, how far it is, and the event that came of it."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from asyncpg import Record
from prometheus_client import Counter
from pydantic import BaseModel

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment
from platforms.common.logs import correlation_id
from platforms.events.addresses import NotAllowed, Sites
from platforms.events.events_api import catalogues, events
from platforms.events.events_api.catalogues import Kept
from platforms.events.shape import Job, Progress, Result, State

ENDED = Counter("events_scrapes_total", "Scrapes that have ended.", ["outcome"])
SENTENCES = {
    "ADDRESS_MALFORMED": "This is no address of a page.",
    "ADDRESS_PRIVATE": "Addresses of this machine and of private networks are not scraped.",
    "SITE_NOT_ALLOWED": "This site is not among those that are scraped.",
}


class Scrape(BaseModel):
    id: UUID
    catalogue: str
    url: str
    state: State
    reason: str | None
    tries: int
    event_id: UUID | None
    known: bool = False
    """The event was there already; nothing was fetched."""
    requested_at: Moment
    ended_at: Moment | None


WHOLE = "SELECT s.*, c.name AS catalogue FROM scrapes s JOIN catalogues c ON c.id = s.catalogue_id"


def check(sites: Sites, url: str) -> str:
    """The address in its one form; `ApiError` 403 or 422 by name for one that is not scraped."""
    try:
        return sites.check(url)
    except NotAllowed as refusal:
        status: Literal[403, 422] = 422 if refusal.why == "ADDRESS_MALFORMED" else 403
        raise ApiError(status, refusal.why, SENTENCES[refusal.why], {"url": url[:200]}) from None


async def ask(database: Database, kept: Kept, url: str, again: bool) -> tuple[Scrape, bool]:
    """A scrape of an address that was checked, and whether it is a new one.

    Whoever asks for what is being scraped gets that scrape; whose event is known, the one it came of, unless `again`.
    The scrape and the job for processor are written down together.
    """
    catalogue = kept.catalogue
    async with database.transaction() as connection:
        await catalogues.lock(connection, catalogue.id)
        row = await connection.fetchrow(
            f"{WHOLE} WHERE s.catalogue_id = $1 AND s.url = $2 AND s.ended_at IS NULL", catalogue.id, url
        )
        if row is not None:
            return _scrape(row), False
        if not again and (known := await _known(connection, kept, url)) is not None:
            return known, False
        scrape_id = await connection.fetchval(
            "INSERT INTO scrapes (catalogue_id, url, correlation_id, requested_by)"
            " VALUES ($1, $2, $3, $4) RETURNING id",
            catalogue.id,
            url,
            correlation_id.get(),
            UUID(kept.caller.user_id),
        )
        job = Job(scrape_id=scrape_id, catalogue_id=catalogue.id, url=url, correlation_id=correlation_id.get())
        await connection.execute(
            "INSERT INTO handovers (kind, payload) VALUES ('job', $1)", job.model_dump(mode="json")
        )
        row = await connection.fetchrow(f"{WHOLE} WHERE s.id = $1", scrape_id)
    assert row is not None, "it was just made"
    return _scrape(row), True


async def _known(connection: Connection, kept: Kept, url: str) -> Scrape | None:
    """The last scrape that made an event of this address, if the event is still there."""
    row = await connection.fetchrow(
        f"{WHOLE} WHERE s.catalogue_id = $1 AND s.url = $2 AND s.event_id IS NOT NULL ORDER BY s.ended_at DESC LIMIT 1",
        kept.catalogue.id,
        url,
    )
    return _scrape(row).model_copy(update={"known": True}) if row is not None else None


async def get(database: Database, catalogue_id: UUID, scrape_id: UUID) -> Scrape:
    """`ApiError` 404 when the catalogue has none of this id."""
    row = await database.fetch_one(f"{WHOLE} WHERE s.id = $1 AND s.catalogue_id = $2", scrape_id, catalogue_id)
    if row is None:
        raise not_found("scrape")
    return _scrape(row)


async def note_progress(database: Database, scrape_id: UUID, told: Progress) -> None:
    """How far it is; what has ended stays ended."""
    ended = told.state in ("done", "failed")
    done = await database.execute(
        "UPDATE scrapes SET state = $2, tries = $3, reason = $4, ended_at = CASE WHEN $5 THEN now() END"
        " WHERE id = $1 AND ended_at IS NULL",
        scrape_id,
        told.state,
        told.tries,
        told.reason,
        ended,
    )
    if ended and done == "UPDATE 1":
        ENDED.labels(told.reason or "done").inc()


async def finish(database: Database, scrape_id: UUID, result: Result) -> UUID:
    """Make or renew the event that a page tells of, once; its id. `ApiError` 404 when the scrape is gone."""
    catalogue_id = await database.value("SELECT catalogue_id FROM scrapes WHERE id = $1", scrape_id)
    if catalogue_id is None:
        raise not_found("scrape")
    async with database.transaction() as connection:
        await catalogues.lock(connection, catalogue_id)
        scrape = await connection.fetchrow("SELECT * FROM scrapes WHERE id = $1 FOR UPDATE", scrape_id)
        if scrape is None:
            raise not_found("scrape")
        if scrape["ended_at"] is not None:
            return UUID(str(scrape["event_id"] or scrape_id))
        event_id: UUID = await connection.fetchval(
            "INSERT INTO events (catalogue_id, name, url) VALUES ($1, $2, $3)"
            " ON CONFLICT (catalogue_id, url) DO UPDATE SET url = EXCLUDED.url RETURNING id",
            catalogue_id,
            result.event.name,
            result.url,
        )
        await events.describe(connection, catalogue_id, event_id, result.event)
        await connection.execute("UPDATE events SET scraped_at = now() WHERE id = $1", event_id)
        await connection.execute(
            "UPDATE scrapes SET state = 'done', reason = NULL, tries = $2, event_id = $3, ended_at = now()"
            " WHERE id = $1",
            scrape_id,
            result.tries,
            event_id,
        )
    ENDED.labels("done").inc()
    return event_id


def _scrape(row: Record) -> Scrape:
    return Scrape(**{key: row[key] for key in Scrape.model_fields if key != "known"})
