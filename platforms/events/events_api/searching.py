"""Finding events: by what they are like, by their words, by their meaning, and by what they are near to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel, StringConstraints

from platforms.common.database import Database
from platforms.common.errors import not_found
from platforms.events import vectoriser
from platforms.events.events_api.events import WHOLE, Event

BY_WORDS = """
WITH asked AS (SELECT plainto_tsquery('english', $2) AS query, tsvector_to_array(to_tsvector('english', $2)) AS words)
SELECT e.id, (SELECT sum(CASE WHEN word = ANY (tsvector_to_array(ts_filter(e.words, '{a}'))) THEN 8
                              WHEN word = ANY (tsvector_to_array(ts_filter(e.words, '{b}'))) THEN 4
                              WHEN word = ANY (tsvector_to_array(ts_filter(e.words, '{c}'))) THEN 2 ELSE 1 END)
                FROM unnest(asked.words) AS word)::float AS score
  FROM events e, asked
 WHERE e.catalogue_id = $1 AND e.words @@ asked.query
 ORDER BY score DESC, e.quality DESC, e.date ASC NULLS LAST, e.id LIMIT $3
"""
"""How much a word counts where: name 8, topic 4, speaker or company 2, elsewhere 1."""

BY_MEANING = """
WITH mine AS MATERIALIZED (SELECT id, embedding FROM events
                            WHERE catalogue_id = $1 AND embedding IS NOT NULL AND id IS DISTINCT FROM $4)
SELECT id, 1 - (embedding OPERATOR(public.<=>) $2::text::public.vector) AS score
  FROM mine ORDER BY score DESC, id LIMIT $3
"""
"""Exact: an index of neighbours might miss some of a small catalogue among many large ones."""


class Filters(BaseModel):
    """Of a list; what is None does not matter."""

    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    after: datetime | None = None
    before: datetime | None = None
    topic: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    quality: int | None = None


class Page(BaseModel):
    events: list[Event]
    page: int
    limit: int
    total: int
    pages: int


class Hit(Event):
    score: float


FITS = """
 e.catalogue_id = $1
   AND ($2::text IS NULL OR strpos(lower(e.place COLLATE pg_c_utf8), lower($2 COLLATE pg_c_utf8)) > 0)
   AND ($3::timestamptz IS NULL OR e.date >= $3) AND ($4::timestamptz IS NULL OR e.date <= $4)
   AND ($5::text IS NULL OR EXISTS (SELECT FROM event_topics l JOIN topics t ON t.id = l.topic_id
                                     WHERE l.event_id = e.id
                                       AND lower(t.name COLLATE pg_c_utf8) = lower($5 COLLATE pg_c_utf8)))
   AND ($6::int IS NULL OR e.quality >= $6)
"""


async def every(database: Database, catalogue_id: UUID, filters: Filters, page: int, limit: int) -> Page:
    """A page of the events that fit, the latest date first, those without one last."""
    asked = (catalogue_id, filters.place, filters.after, filters.before, filters.topic, filters.quality)
    total = await database.value(f"SELECT count(*) FROM events e WHERE {FITS}", *asked)
    rows = await database.fetch(
        f"{WHOLE} WHERE {FITS} ORDER BY e.date DESC NULLS LAST, e.id LIMIT $7 OFFSET $8",
        *asked,
        limit,
        (page - 1) * limit,
    )
    return Page(
        events=[Event(**row) for row in rows], page=page, limit=limit, total=total, pages=-(-int(total) // limit)
    )


async def by_words(database: Database, catalogue_id: UUID, text: str, limit: int) -> list[Hit]:
    """Events that have every word, the best first; none when the text has no word that says anything."""
    return await _hits(database, await database.fetch(BY_WORDS, catalogue_id, text, limit))


async def by_meaning(database: Database, catalogue_id: UUID, text: str, limit: int) -> list[Hit]:
    """The events that are nearest to a text; none when the text has no word that says anything."""
    embedding = vectoriser.embed((text, 1))
    if not any(embedding):
        return []
    return await _hits(
        database, await database.fetch(BY_MEANING, catalogue_id, vectoriser.written(embedding), limit, None)
    )


async def similar(database: Database, event_id: UUID, limit: int) -> list[Hit]:
    """The events of its catalogue that are nearest to an event, which itself is none of them."""
    row = await database.fetch_one(
        "SELECT catalogue_id, embedding::text AS embedding FROM events WHERE id = $1", event_id
    )
    if row is None:
        raise not_found("event")
    return await _hits(
        database, await database.fetch(BY_MEANING, row["catalogue_id"], row["embedding"], limit, event_id)
    )


async def _hits(database: Database, found: list[Record]) -> list[Hit]:
    """The events of these ids and scores, in this order; one that has gone meanwhile is left out."""
    scores = {row["id"]: row["score"] for row in found}
    rows = await database.fetch(f"{WHOLE} WHERE e.id = ANY($1)", list(scores))
    whole = {row["id"]: row for row in rows}
    return [Hit(**whole[one], score=round(score, 6)) for one, score in scores.items() if one in whole]
