"""Links an event with its speakers, companies and topics: those that the catalogue has, or new ones.

Whoever links has the catalogue locked (`catalogues.lock`), so that two who bring the same speaker at once make one.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from platforms.common.database import Connection
from platforms.events.events_api import likeness
from platforms.events.events_api.likeness import Known
from platforms.events.shape import Involved, SpokenOf, Told


async def link(connection: Connection, catalogue_id: UUID, event_id: UUID, told: Told) -> set[UUID]:
    """Let the event have these, and no others; the ids of events that show something else now than was told of them."""
    for table in ("event_speakers", "event_companies", "event_topics"):
        await connection.execute(f"DELETE FROM {table} WHERE event_id = $1", event_id)
    otherwise = await _speakers(connection, catalogue_id, event_id, told.speakers)
    known = await _companies(connection, catalogue_id, event_id, told.companies)
    known |= await _topics(connection, catalogue_id, event_id, told.topics)
    return otherwise | {event_id} if known - {one.name for one in told.companies} - {*told.topics} else otherwise


async def events_of(connection: Connection, speaker_id: UUID) -> set[UUID]:
    """The ids of all events at which somebody speaks."""
    rows = await connection.fetch("SELECT event_id FROM event_speakers WHERE speaker_id = $1", speaker_id)
    return {row["event_id"] for row in rows}


async def _speakers(connection: Connection, catalogue_id: UUID, event_id: UUID, told: list[SpokenOf]) -> set[UUID]:
    otherwise = set[UUID]()
    if not told:
        return otherwise
    rows = await connection.fetch("SELECT * FROM speakers WHERE catalogue_id = $1", catalogue_id)
    names = {row["id"]: row["name"] for row in rows}
    known = [Known(row["id"], row["normal"], row["company"]) for row in rows]
    links: dict[UUID, str] = {}
    for one in told:
        found = likeness.nearest(one.name, one.company, known)
        if found and found[0][0] >= likeness.SAME:
            speaker = found[0][1]
            if one.company and not speaker.company:
                await connection.execute("UPDATE speakers SET company = $2 WHERE id = $1", speaker.id, one.company)
                known[known.index(speaker)] = replace(speaker, company=one.company)
                otherwise |= await events_of(connection, speaker.id)
            if (names[speaker.id], speaker.company) != (one.name, one.company):
                otherwise.add(event_id)
        else:
            speaker = await _new_speaker(connection, catalogue_id, one)
            known.append(speaker)
            names[speaker.id] = one.name
            await _to_review(connection, catalogue_id, speaker, found)
        links.setdefault(speaker.id, one.role)
    await connection.executemany(
        "INSERT INTO event_speakers (event_id, speaker_id, role) VALUES ($1, $2, $3)",
        [(event_id, speaker_id, role) for speaker_id, role in links.items()],
    )
    return otherwise


async def _new_speaker(connection: Connection, catalogue_id: UUID, told: SpokenOf) -> Known:
    plain = likeness.normal(told.name)
    row = await connection.fetchval(
        "INSERT INTO speakers (catalogue_id, name, normal, company) VALUES ($1, $2, $3, $4) RETURNING id",
        catalogue_id,
        told.name,
        plain,
        told.company,
    )
    return Known(row, plain, told.company)


async def _to_review(
    connection: Connection, catalogue_id: UUID, speaker: Known, found: list[tuple[float, Known]]
) -> None:
    await connection.executemany(
        "INSERT INTO reviews (catalogue_id, first_id, second_id, score) VALUES ($1, $2, $3, $4)",
        [(catalogue_id, other.id, speaker.id, round(score, 4)) for score, other in found],
    )


async def _companies(connection: Connection, catalogue_id: UUID, event_id: UUID, told: list[Involved]) -> set[str]:
    """What they are called here."""
    names = set[str]()
    by_name = {likeness.normal(one.name): one for one in reversed(told)}
    for plain, one in by_name.items():
        called = await connection.fetchval(
            "WITH made AS (INSERT INTO companies (catalogue_id, name, normal) VALUES ($1, $2, $3)"
            "  ON CONFLICT (catalogue_id, normal) DO UPDATE SET normal = EXCLUDED.normal RETURNING id, name),"
            " linked AS (INSERT INTO event_companies (event_id, company_id, relation) SELECT $4, id, $5 FROM made)"
            " SELECT name FROM made",
            catalogue_id,
            one.name,
            plain,
            event_id,
            one.relation,
        )
        names.add(called)
    return names


async def _topics(connection: Connection, catalogue_id: UUID, event_id: UUID, told: list[str]) -> set[str]:
    """What they are called here."""
    names = set[str]()
    by_name = {likeness.normal(name): name for name in reversed(told)}
    for plain, name in by_name.items():
        called = await connection.fetchval(
            "WITH made AS (INSERT INTO topics (catalogue_id, name, normal) VALUES ($1, $2, $3)"
            "  ON CONFLICT (catalogue_id, normal) DO UPDATE SET normal = EXCLUDED.normal RETURNING id, name),"
            " linked AS (INSERT INTO event_topics (event_id, topic_id) SELECT $4, id FROM made)"
            " SELECT name FROM made",
            catalogue_id,
            name,
            plain,
            event_id,
        )
        names.add(called)
    return names
