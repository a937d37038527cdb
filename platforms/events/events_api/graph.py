"""The graph of a catalogue: who spoke where with whom, whose events, and which topics go together."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from platforms.common.database import Database
from platforms.common.errors import not_found
from platforms.events.events_api.events import WHOLE, Company, Event, Speaker

CONNECTED = """
WITH RECURSIVE reached (id, distance) AS (
    SELECT $1::uuid, 0
    UNION
    SELECT other.speaker_id, reached.distance + 1
      FROM reached
      JOIN event_speakers mine ON mine.speaker_id = reached.id
      JOIN event_speakers other ON other.event_id = mine.event_id AND other.speaker_id <> reached.id
     WHERE reached.distance < $2
), nearest AS (
    SELECT id, min(distance) AS distance FROM reached GROUP BY id
)
SELECT s.id, s.name, s.company, n.distance,
       (SELECT array_agg(DISTINCT mine.event_id ORDER BY mine.event_id)
          FROM event_speakers mine JOIN event_speakers other ON other.event_id = mine.event_id
          JOIN nearest before ON before.id = other.speaker_id AND before.distance = n.distance - 1
         WHERE mine.speaker_id = s.id) AS through
  FROM nearest n JOIN speakers s ON s.id = n.id
 WHERE n.distance > 0 ORDER BY n.distance, s.name, s.id LIMIT 500
"""
BY_NAME = "ORDER BY lower(name COLLATE pg_c_utf8), id LIMIT 200"
"""In one order, whatever the locale of the database; capitals make no difference."""
RELATED = """
SELECT t.id, t.name, count(*) AS shared
  FROM event_topics mine JOIN event_topics other ON other.event_id = mine.event_id AND other.topic_id <> mine.topic_id
  JOIN topics t ON t.id = other.topic_id
 WHERE mine.topic_id = $1 GROUP BY t.id, t.name ORDER BY shared DESC, t.name LIMIT 200
"""


class Named(BaseModel):
    id: UUID
    name: str


class KnownSpeaker(Named):
    company: str


class Connection(KnownSpeaker):
    distance: int
    through: list[UUID]
    """Events where they spoke with somebody who is one nearer."""


class RelatedTopic(Named):
    shared: int
    """Events that have both."""


class Network(BaseModel):
    """What an event is connected with."""

    event_id: UUID
    speakers: list[Speaker]
    companies: list[Company]
    topics: list[str]
    events: list[Named]
    """Others that share a speaker or a company."""


async def speakers(database: Database, catalogue_id: UUID, text: str) -> list[KnownSpeaker]:
    """Whose name holds the text, by name; at most 200."""
    rows = await database.fetch(
        "SELECT * FROM speakers WHERE catalogue_id = $1"
        f" AND strpos(lower(name COLLATE pg_c_utf8), lower($2 COLLATE pg_c_utf8)) > 0 {BY_NAME}",
        catalogue_id,
        text,
    )
    return [KnownSpeaker(**row) for row in rows]


async def companies(database: Database, catalogue_id: UUID, text: str) -> list[Named]:
    """Whose name holds the text, by name; at most 200."""
    rows = await database.fetch(
        "SELECT * FROM companies WHERE catalogue_id = $1"
        f" AND strpos(lower(name COLLATE pg_c_utf8), lower($2 COLLATE pg_c_utf8)) > 0 {BY_NAME}",
        catalogue_id,
        text,
    )
    return [Named(**row) for row in rows]


async def topics(database: Database, catalogue_id: UUID) -> list[Named]:
    """By name, at most 200."""
    rows = await database.fetch(f"SELECT * FROM topics WHERE catalogue_id = $1 {BY_NAME}", catalogue_id)
    return [Named(**row) for row in rows]


async def connections(database: Database, catalogue_id: UUID, speaker_id: UUID, depth: int) -> list[Connection]:
    """Who spoke at an event with a speaker, with those, and so on to the depth; the nearest first, each once."""
    await _check(database, "speakers", catalogue_id, speaker_id, "speaker")
    return [Connection(**row) for row in await database.fetch(CONNECTED, speaker_id, depth)]


async def events_of_company(database: Database, catalogue_id: UUID, company_id: UUID) -> list[Event]:
    """By date; at most 200."""
    await _check(database, "companies", catalogue_id, company_id, "company")
    rows = await database.fetch(
        f"{WHOLE} JOIN event_companies mine ON mine.event_id = e.id WHERE mine.company_id = $1"
        " ORDER BY e.date ASC NULLS LAST, e.id LIMIT 200",
        company_id,
    )
    return [Event(**row) for row in rows]


async def related_topics(database: Database, catalogue_id: UUID, topic_id: UUID) -> list[RelatedTopic]:
    """Topics that share events with a topic, those that share most first."""
    await _check(database, "topics", catalogue_id, topic_id, "topic")
    return [RelatedTopic(**row) for row in await database.fetch(RELATED, topic_id)]


async def network(database: Database, event: Event) -> Network:
    """What an event is connected with."""
    rows = await database.fetch(
        "SELECT DISTINCT e.id, e.name FROM events e"
        " LEFT JOIN event_speakers s ON s.event_id = e.id LEFT JOIN event_companies c ON c.event_id = e.id"
        " WHERE e.id <> $1 AND (s.speaker_id = ANY($2) OR c.company_id = ANY($3)) ORDER BY e.name, e.id LIMIT 200",
        event.id,
        [one.id for one in event.speakers],
        [one.id for one in event.companies],
    )
    return Network(
        event_id=event.id,
        speakers=event.speakers,
        companies=event.companies,
        topics=event.topics,
        events=[Named(**row) for row in rows],
    )


async def _check(database: Database, table: str, catalogue_id: UUID, one: UUID, what: str) -> None:
    if not await database.value(f"SELECT true FROM {table} WHERE id = $1 AND catalogue_id = $2", one, catalogue_id):
        raise not_found(what)
