"""Links an event with its speakers, companies and topics: those that the catalogue has, or new ones.

Whoever links has the catalogue locked (`catalogues.lock`), so that two who bring the same speaker at once make one.
"""

from __future__ import annotations

from uuid import UUID

from platforms.common.database import Connection
from platforms.events.events_api import likeness
from platforms.events.events_api.likeness import Known
from platforms.events.shape import Involved, SpokenOf, Told


async def link(connection: Connection, catalogue_id: UUID, event_id: UUID, told: Told) -> None:
    """Let the event have these, and no others."""
    for table in ("event_speakers", "event_companies", "event_topics"):
        await connection.execute(f"DELETE FROM {table} WHERE event_id = $1", event_id)
    await _speakers(connection, catalogue_id, event_id, told.speakers)
    await _companies(connection, catalogue_id, event_id, told.companies)
    await _topics(connection, catalogue_id, event_id, told.topics)


async def _speakers(connection: Connection, catalogue_id: UUID, event_id: UUID, told: list[SpokenOf]) -> None:
    if not told:
        return
    rows = await connection.fetch("SELECT id, normal, company FROM speakers WHERE catalogue_id = $1", catalogue_id)
    known = [Known(row["id"], row["normal"], row["company"]) for row in rows]
    links: dict[UUID, str] = {}
    for one in told:
        found = likeness.nearest(one.name, one.company, known)
        if found and found[0][0] >= likeness.SAME:
            speaker = found[0][1]
            if one.company and not speaker.company:
                await connection.execute("UPDATE speakers SET company = $2 WHERE id = $1", speaker.id, one.company)
        else:
            speaker = await _new_speaker(connection, catalogue_id, one)
            known.append(speaker)
            await _to_review(connection, catalogue_id, speaker, found)
        links.setdefault(speaker.id, one.role)
    await connection.executemany(
        "INSERT INTO event_speakers (event_id, speaker_id, role) VALUES ($1, $2, $3)",
        [(event_id, speaker_id, role) for speaker_id, role in links.items()],
    )


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


async def _companies(connection: Connection, catalogue_id: UUID, event_id: UUID, told: list[Involved]) -> None:
    by_name = {likeness.normal(one.name): one for one in reversed(told)}
    for plain, one in by_name.items():
        await connection.execute(
            "WITH made AS (INSERT INTO companies (catalogue_id, name, normal) VALUES ($1, $2, $3)"
            "  ON CONFLICT (catalogue_id, normal) DO UPDATE SET normal = EXCLUDED.normal RETURNING id)"
            " INSERT INTO event_companies (event_id, company_id, relation) SELECT $4, id, $5 FROM made",
            catalogue_id,
            one.name,
            plain,
            event_id,
            one.relation,
        )


async def _topics(connection: Connection, catalogue_id: UUID, event_id: UUID, told: list[str]) -> None:
    by_name = {likeness.normal(name): name for name in reversed(told)}
    for plain, name in by_name.items():
        await connection.execute(
            "WITH made AS (INSERT INTO topics (catalogue_id, name, normal) VALUES ($1, $2, $3)"
            "  ON CONFLICT (catalogue_id, normal) DO UPDATE SET normal = EXCLUDED.normal RETURNING id)"
            " INSERT INTO event_topics (event_id, topic_id) SELECT $4, id FROM made",
            catalogue_id,
            name,
            plain,
            event_id,
        )
