"""Events: written down whole, with their links, their score, and what they are found by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment
from platforms.events import vectoriser
from platforms.events.events_api import catalogues, linking, quality
from platforms.events.shape import Day, Involved, Name, Prose, Relation, SpeakerRole, SpokenOf, Text, Told, Topic


class NewEvent(Told):
    """What a person or a program tells of an event."""

    url: Annotated[str, Field(max_length=2_000, pattern=r"^https?://[^\s\x00-\x1f\x7f]+$")] | None = None


class Changes(BaseModel):
    """What is to be different; what is not sent stays, whatever stands here in its place."""

    model_config = ConfigDict(extra="forbid")

    name: Text = "?"
    description: Prose = ""
    date: Day | None = None
    place: Name = ""
    speakers: list[SpokenOf] = Field(default=[], max_length=100)
    companies: list[Involved] = Field(default=[], max_length=100)
    topics: list[Topic] = Field(default=[], max_length=30)


class Speaker(BaseModel):
    id: UUID
    name: str
    company: str
    role: SpeakerRole


class Company(BaseModel):
    id: UUID
    name: str
    relation: Relation


class Event(BaseModel):
    id: UUID
    catalogue: str
    name: str
    description: str
    date: Moment | None
    place: str
    url: str | None
    speakers: list[Speaker]
    companies: list[Company]
    topics: list[str]
    quality: int
    scraped_at: Moment | None
    made_at: Moment
    changed_at: Moment


WHOLE = """
SELECT e.id, c.name AS catalogue, e.name, e.description, e.date, e.place, e.url, e.quality,
       e.scraped_at, e.made_at, e.changed_at,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'company', s.company, 'role', l.role)
               ORDER BY s.name, s.id), '[]') FROM event_speakers l JOIN speakers s ON s.id = l.speaker_id
         WHERE l.event_id = e.id) AS speakers,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'relation', l.relation)
               ORDER BY f.name, f.id), '[]') FROM event_companies l JOIN companies f ON f.id = l.company_id
         WHERE l.event_id = e.id) AS companies,
       (SELECT COALESCE(jsonb_agg(t.name ORDER BY t.name), '[]') FROM event_topics l JOIN topics t ON t.id = l.topic_id
         WHERE l.event_id = e.id) AS topics
  FROM events e JOIN catalogues c ON c.id = e.catalogue_id
"""
"""An event with all that belongs to it."""


async def get(database: Database, event_id: UUID) -> Event:
    """`ApiError` 404 when there is none."""
    row = await database.fetch_one(f"{WHOLE} WHERE e.id = $1", event_id)
    if row is None:
        raise not_found("event")
    return Event(**row)


async def make(database: Database, catalogue_id: UUID, new: NewEvent) -> Event:
    """`ApiError` 409 when the catalogue has an event of this address."""
    async with database.transaction() as connection:
        await catalogues.lock(connection, catalogue_id)
        event_id = await add(connection, catalogue_id, new, new.url)
    return await get(database, event_id)


async def add(connection: Connection, catalogue_id: UUID, told: Told, url: str | None) -> UUID:
    """Write a new event down, in a catalogue that is locked; `ApiError` 409 when its address is known."""
    event_id: UUID | None = await connection.fetchval(
        "INSERT INTO events (catalogue_id, name, url) VALUES ($1, $2, $3)"
        " ON CONFLICT (catalogue_id, url) DO NOTHING RETURNING id",
        catalogue_id,
        told.name,
        url,
    )
    if event_id is None:
        known = await connection.fetchval(
            "SELECT id FROM events WHERE catalogue_id = $1 AND url = $2", catalogue_id, url
        )
        raise ApiError(409, "EVENT_EXISTS", "There is an event of this address.", {"event_id": str(known)})
    await describe(connection, catalogue_id, event_id, told)
    return event_id


async def describe(connection: Connection, catalogue_id: UUID, event_id: UUID, told: Told) -> None:
    """Let an event be what is told of it: its text, links, score, and what it is found by."""
    otherwise = await linking.link(connection, catalogue_id, event_id, told)
    await index(connection, event_id, told)
    await renew(connection, otherwise)


async def renew(connection: Connection, event_ids: Iterable[UUID]) -> None:
    """Let these be found by what they show, which is not what was told of them."""
    for row in await connection.fetch(f"{WHOLE} WHERE e.id = ANY($1)", list(event_ids)):
        await index(connection, row["id"], Told.model_validate(_told(Event(**row))))


async def index(connection: Connection, event_id: UUID, told: Told) -> None:
    """Write down its text, its score, and what it is found by."""
    people = " ".join([f"{one.name} {one.company}" for one in told.speakers] + [one.name for one in told.companies])
    topics = " ".join(told.topics)
    embedding = vectoriser.embed((told.name, 3), (topics, 2), (told.description, 1), (people, 0.5), (told.place, 0.5))
    await connection.execute(
        "UPDATE events SET name = $2, description = $3, date = $4, place = $5, quality = $6,"
        " embedding = $7::text::public.vector, changed_at = now(), words = setweight(to_tsvector('english', $2), 'A')"
        " || setweight(to_tsvector('english', $8), 'B') || setweight(to_tsvector('english', $9), 'C')"
        " || setweight(to_tsvector('english', $3 || ' ' || $5), 'D') WHERE id = $1",
        event_id,
        told.name,
        told.description,
        told.date,
        told.place,
        quality.score(told),
        vectoriser.written(embedding),
        topics,
        people,
    )


async def change(database: Database, event_id: UUID, changes: Changes) -> Event:
    """Change what is told of it; `ApiError` 404 when it is gone."""
    catalogue = await catalogues.of_event(database, event_id)
    async with database.transaction() as connection:
        await catalogues.lock(connection, catalogue.id)
        row = await connection.fetchrow(f"{WHOLE} WHERE e.id = $1", event_id)
        if row is None:
            raise not_found("event")
        before = _told(Event(**row))
        told = Told.model_validate(before | changes.model_dump(exclude_unset=True, mode="json"))
        await describe(connection, catalogue.id, event_id, told)
    return await get(database, event_id)


async def remove(database: Database, event_id: UUID) -> None:
    """`ApiError` 404 when there is none."""
    if await database.execute("DELETE FROM events WHERE id = $1", event_id) == "DELETE 0":
        raise not_found("event")


def _told(event: Event) -> dict[str, Any]:
    return event.model_dump(mode="json", include=set(Told.model_fields))
