"""What somebody might like to go to, after what they go to."""

from __future__ import annotations

from uuid import UUID

from platforms.common.database import Database
from platforms.common.errors import not_found
from platforms.events.events_api.events import WHOLE, Event

TOPIC, SPEAKER, COMPANY = 2, 3, 1
"""How much each thing counts that an event shares with those attended."""
WELL_DESCRIBED = "well described"

RECOMMENDED = f"""
WITH mine AS (SELECT e.id FROM attendances a JOIN events e ON e.id = a.event_id
               WHERE a.person_id = $1 AND e.catalogue_id = $2),
shared AS (
    SELECT l.event_id, {TOPIC} AS weight, t.name FROM event_topics l JOIN topics t ON t.id = l.topic_id
     WHERE l.topic_id IN (SELECT topic_id FROM event_topics JOIN mine ON mine.id = event_id)
    UNION ALL
    SELECT l.event_id, {SPEAKER}, s.name FROM event_speakers l JOIN speakers s ON s.id = l.speaker_id
     WHERE l.speaker_id IN (SELECT speaker_id FROM event_speakers JOIN mine ON mine.id = event_id)
    UNION ALL
    SELECT l.event_id, {COMPANY}, f.name FROM event_companies l JOIN companies f ON f.id = l.company_id
     WHERE l.company_id IN (SELECT company_id FROM event_companies JOIN mine ON mine.id = event_id)
)
SELECT e.id, sum(weight)::float AS score, array_agg(DISTINCT shared.name ORDER BY shared.name) AS because
  FROM shared JOIN events e ON e.id = shared.event_id
 WHERE e.id NOT IN (SELECT id FROM mine)
 GROUP BY e.id ORDER BY score DESC, e.quality DESC, e.date ASC NULLS LAST, e.id LIMIT $3
"""


class Recommendation(Event):
    score: float
    because: list[str]
    """What it shares with events that the person attends."""


async def attend(database: Database, person_id: UUID, event_id: UUID) -> None:
    """Note that somebody goes there, once; `ApiError` 404 when there is no such event."""
    done = await database.execute(
        "INSERT INTO attendances (person_id, event_id) SELECT $1, id FROM events WHERE id = $2"
        " ON CONFLICT (person_id, event_id) DO UPDATE SET since = attendances.since",
        person_id,
        event_id,
    )
    if done == "INSERT 0 0":
        raise not_found("event")


async def stay_away(database: Database, person_id: UUID, event_id: UUID) -> None:
    """Note that they do not; nothing happens when that is known."""
    await database.execute("DELETE FROM attendances WHERE person_id = $1 AND event_id = $2", person_id, event_id)


async def for_person(database: Database, catalogue_id: UUID, person_id: UUID, limit: int) -> list[Recommendation]:
    """Events that share most with those attended; without history the best described ones."""
    going = await database.value(
        "SELECT EXISTS (SELECT FROM attendances a JOIN events e ON e.id = a.event_id"
        " WHERE a.person_id = $1 AND e.catalogue_id = $2)",
        person_id,
        catalogue_id,
    )
    if going:
        found = await database.fetch(RECOMMENDED, person_id, catalogue_id, limit)
    else:
        found = await database.fetch(
            "SELECT id, quality::float AS score, ARRAY[$3::text] AS because FROM events WHERE catalogue_id = $1"
            " ORDER BY quality DESC, date ASC NULLS LAST, id LIMIT $2",
            catalogue_id,
            limit,
            WELL_DESCRIBED,
        )
    rows = await database.fetch(f"{WHOLE} WHERE e.id = ANY($1)", [row["id"] for row in found])
    whole = {row["id"]: row for row in rows}
    return [
        Recommendation(**whole[row["id"]], score=row["score"], because=row["because"])
        for row in found
        if row["id"] in whole
    ]
