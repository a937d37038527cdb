"""Looks through a catalogue: how much there is, and what is wrong with it."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from platforms.common.database import Database

FINDINGS = {
    "events without a date": "SELECT count(*) FROM events WHERE catalogue_id = $1 AND date IS NULL",
    "events without a place": "SELECT count(*) FROM events WHERE catalogue_id = $1 AND place = ''",
    "events without a speaker": "SELECT count(*) FROM events e WHERE catalogue_id = $1"
    " AND NOT EXISTS (SELECT FROM event_speakers WHERE event_id = e.id)",
    "events that cannot be found": "SELECT count(*) FROM events WHERE catalogue_id = $1"
    " AND (words = '' OR embedding IS NULL)",
    "events of the same name and date": "SELECT COALESCE(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM events"
    " WHERE catalogue_id = $1 GROUP BY lower(name COLLATE pg_c_utf8), date HAVING count(*) > 1) doubles",
    "speakers without an event": "SELECT count(*) FROM speakers s WHERE catalogue_id = $1"
    " AND NOT EXISTS (SELECT FROM event_speakers WHERE speaker_id = s.id)",
    "speakers who may be the same": "SELECT count(*) FROM reviews WHERE catalogue_id = $1 AND same IS NULL",
    "links between catalogues": "SELECT count(*) FROM event_speakers l JOIN events e ON e.id = l.event_id"
    " JOIN speakers s ON s.id = l.speaker_id WHERE (e.catalogue_id = $1) <> (s.catalogue_id = $1)",
}
COUNTED = """
SELECT (SELECT count(*) FROM events WHERE catalogue_id = $1) AS events,
       (SELECT count(*) FROM speakers WHERE catalogue_id = $1) AS speakers,
       (SELECT count(*) FROM companies WHERE catalogue_id = $1) AS companies,
       (SELECT count(*) FROM topics WHERE catalogue_id = $1) AS topics,
       (SELECT count(*) FROM event_speakers JOIN events ON id = event_id WHERE catalogue_id = $1)
       + (SELECT count(*) FROM event_companies JOIN events ON id = event_id WHERE catalogue_id = $1)
       + (SELECT count(*) FROM event_topics JOIN events ON id = event_id WHERE catalogue_id = $1) AS links,
       (SELECT COALESCE(avg(quality), 0) FROM events WHERE catalogue_id = $1)::float AS mean_quality
"""


class Finding(BaseModel):
    kind: str
    count: int


class Validation(BaseModel):
    events: int
    speakers: int
    companies: int
    topics: int
    links: int
    mean_quality: float
    findings: list[Finding]
    """Of each kind how many, those that there are none of too."""


async def look_through(database: Database, catalogue_id: UUID) -> Validation:
    """What there is, and what is wrong with it."""
    counted = await database.fetch_one(COUNTED, catalogue_id)
    assert counted is not None
    findings = [Finding(kind=kind, count=await database.value(query, catalogue_id)) for kind, query in FINDINGS.items()]
    return Validation(**counted, findings=findings)
