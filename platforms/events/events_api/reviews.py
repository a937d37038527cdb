"""Speakers who may be the same person: somebody says whether they are."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from platforms.common.database import Database
from platforms.common.errors import ApiError, not_found
from platforms.events.events_api import catalogues, events, linking
from platforms.events.events_api.graph import KnownSpeaker


class Review(BaseModel):
    id: UUID
    speakers: list[KnownSpeaker]
    score: float


class Decision(BaseModel):
    same: bool


async def waiting(database: Database, catalogue_id: UUID) -> list[Review]:
    """What nobody has decided yet, the likeliest first; at most 200."""
    rows = await database.fetch(
        "SELECT r.id, r.score, jsonb_build_array("
        " jsonb_build_object('id', a.id, 'name', a.name, 'company', a.company),"
        " jsonb_build_object('id', b.id, 'name', b.name, 'company', b.company)) AS speakers"
        " FROM reviews r JOIN speakers a ON a.id = r.first_id JOIN speakers b ON b.id = r.second_id"
        " WHERE r.catalogue_id = $1 AND r.same IS NULL ORDER BY r.score DESC, r.id LIMIT 200",
        catalogue_id,
    )
    return [Review(**row) for row in rows]


async def decide(database: Database, catalogue_id: UUID, review_id: UUID, same: bool) -> None:
    """Merge the second into the first, or leave them two; `ApiError` 409 when that was decided before."""
    async with database.transaction() as connection:
        await catalogues.lock(connection, catalogue_id)
        review = await connection.fetchrow(
            "SELECT * FROM reviews WHERE id = $1 AND catalogue_id = $2", review_id, catalogue_id
        )
        if review is None:
            raise not_found("review")
        if review["same"] is not None:
            raise ApiError(409, "REVIEW_DECIDED", "This was decided before.")
        await connection.execute("UPDATE reviews SET same = $2 WHERE id = $1", review_id, same)
        if same:
            first, second = review["first_id"], review["second_id"]
            await connection.execute(
                "INSERT INTO event_speakers (event_id, speaker_id, role)"
                " SELECT event_id, $1, role FROM event_speakers WHERE speaker_id = $2 ON CONFLICT DO NOTHING",
                first,
                second,
            )
            found_anew = await linking.events_of(connection, second)
            await connection.execute("DELETE FROM speakers WHERE id = $1", second)
            await events.renew(connection, found_anew)
