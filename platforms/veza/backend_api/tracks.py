"""Tracks: published by artists, made ready by stream-server, removed everywhere."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Literal
from uuid import UUID, uuid4

from asyncpg import Record
from fastapi import UploadFile
from pydantic import BaseModel

from platforms.common.database import Database
from platforms.common.errors import ApiError, forbidden, invalid_field, not_found
from platforms.common.events import Change, Events
from platforms.common.fields import Moment
from platforms.common.peers import Peer
from platforms.common.retries import Patience, doubling, persist
from platforms.common.security import Caller
from platforms.veza.backend_api import activity
from platforms.veza.backend_api.context import Backend

MAX_AUDIO_BYTES = 20_000_000
HAND_OVER_SECONDS = 5.0
"""Of one try."""
HAND_OVER = Patience("stream-server takes no track", doubling(0.3, 3))

COLUMNS = (
    "tracks.id, title, artist_id, people.display_name AS artist_name, genre, duration_seconds, status,"
    " progress, tracks.created_at"
)
PUBLISHED = "tracks JOIN people ON people.id = artist_id AND published_at IS NOT NULL"


class PersonName(BaseModel):
    id: UUID
    name: str


class Track(BaseModel):
    id: UUID
    title: str
    artist: PersonName
    genre: str
    duration_seconds: float | None
    """Null until it is known, while the track is being processed."""
    status: Literal["processing", "ready", "failed"]
    progress: int
    """Of the processing, in per cent."""
    created_at: Moment


def track_of(row: Record | None) -> Track:
    """The track that a query found; `ApiError` 404 when it found none."""
    if row is None:
        raise not_found("track")
    return Track(artist=PersonName(id=row["artist_id"], name=row["artist_name"]), **row)


async def get(database: Database, track_id: UUID) -> Track:
    return track_of(await database.fetch_one(f"SELECT {COLUMNS} FROM {PUBLISHED} WHERE tracks.id = $1", track_id))


async def find(database: Database, text: str, artist_id: UUID | None) -> list[Track]:
    """Tracks that are ready, with the text in their title or their artist's name; by title, at most 200."""
    rows = await database.fetch(
        f"SELECT {COLUMNS} FROM {PUBLISHED} WHERE status = 'ready' AND ($2::uuid IS NULL OR artist_id = $2)"
        " AND (strpos(lower(title), lower($1)) > 0 OR strpos(lower(people.display_name), lower($1)) > 0)"
        ' ORDER BY lower(title) COLLATE "C", tracks.id LIMIT 200',
        text,
        artist_id,
    )
    return [track_of(row) for row in rows]


async def publish(service: Backend, artist: Caller, *, title: str, genre: str, audio: UploadFile) -> Track:
    """Store a track and hand its audio to stream-server; both, or neither and an `ApiError`.

    Nobody sees the track before stream-server has taken it.
    """
    content = await audio.read(MAX_AUDIO_BYTES + 1)
    if len(content) > MAX_AUDIO_BYTES:
        raise invalid_field("audio", "TOO_LARGE", "The file is larger than 20 MB.")
    track_id = uuid4()
    database = service.database
    await database.execute(
        "INSERT INTO tracks (id, title, artist_id, genre) VALUES ($1, $2, $3, $4)",
        track_id,
        title,
        artist.user_id,
        genre,
    )
    try:
        about = {"title": title, "artist_id": artist.user_id, "artist_name": artist.name, "genre": genre}

        async def hand_over() -> None:  # the same track under the same id is taken once
            await service.peers["stream-server"].data(
                "PUT",
                f"/internal/tracks/{track_id}",
                data=about,
                files={"audio": (audio.filename, content, audio.content_type)},
                timeout=HAND_OVER_SECONDS,
            )

        await persist(HAND_OVER, hand_over)
        async with service.events.change() as change:
            await change.connection.execute("UPDATE tracks SET published_at = now() WHERE id = $1", track_id)
            row = await change.connection.fetchrow(f"SELECT {COLUMNS} FROM {PUBLISHED} WHERE tracks.id = $1", track_id)
            track = track_of(row)
            event = await change.emit("track.events.published", _told(track))
            await activity.record(change.connection, event)
    except BaseException:
        with suppress(ApiError):  # then it is done later
            await remove_unpublished(database, track_id)
        raise
    return track


async def remove(events: Events, caller: Caller, track_id: UUID) -> None:
    """Remove a track, also from every playlist, whose gaps close; everywhere once `remove_elsewhere` was called."""
    async with events.change() as change:
        row = await change.connection.fetchrow(
            f"SELECT {COLUMNS} FROM {PUBLISHED} WHERE tracks.id = $1 FOR UPDATE OF tracks", track_id
        )
        track = track_of(row)
        if caller.role != "admin" and str(track.artist.id) != caller.user_id:
            raise forbidden()
        await _take_out_of_playlists(change, track_id)
        await change.connection.execute("DELETE FROM tracks WHERE id = $1", track_id)
        await change.connection.execute("INSERT INTO track_removals (track_id) VALUES ($1)", track_id)
        await change.emit("track.events.removed", _told(track))


async def follow(database: Database, event: dict[str, Any]) -> None:
    """Keep up with what stream-server tells of its work; it never goes back, however events repeat."""
    data = event["data"]
    status = {"track.events.ready": "ready", "track.events.failed": "failed"}.get(event["type"], "processing")
    await database.execute(
        "UPDATE tracks SET status = $2, progress = greatest(progress, $3),"
        " duration_seconds = coalesce($4, duration_seconds) WHERE id = $1 AND status = 'processing'",
        data["track_id"],
        status,
        100 if status == "ready" else int(data["progress"]),
        data.get("duration_seconds"),
    )


async def remove_elsewhere(database: Database, stream_server: Peer) -> None:
    """Have stream-server remove what is no more here; call it after the commit.

    It is told twice, some seconds apart: the first time it may still be busy with the upload.
    """
    rows = await database.fetch(
        "SELECT track_id, told_at IS NOT NULL AS told FROM track_removals"
        " WHERE told_at IS NULL OR told_at < now() - interval '5 seconds'"
    )
    for row in rows:
        await stream_server.data("DELETE", f"/internal/tracks/{row['track_id']}")
        done = "DELETE FROM track_removals" if row["told"] else "UPDATE track_removals SET told_at = now()"
        await database.execute(f"{done} WHERE track_id = $1", row["track_id"])


async def remove_unpublished(database: Database, track_id: UUID | None = None) -> None:
    """Remove a track whose publishing failed, and any that this service left half-way when it was killed."""
    await database.execute(
        "WITH removed AS ("
        "  DELETE FROM tracks WHERE published_at IS NULL"
        "  AND (id = $1 OR created_at < now() - interval '1 minute') RETURNING id"
        ") INSERT INTO track_removals (track_id) SELECT id FROM removed",
        track_id,
    )


async def _take_out_of_playlists(change: Change, track_id: UUID) -> None:
    """Whoever changes a playlist locks its tracks first and then the playlist; so does this."""
    held_by = await change.connection.fetch(
        "SELECT id FROM playlists WHERE id IN (SELECT playlist_id FROM playlist_tracks WHERE track_id = $1)"
        " ORDER BY id FOR NO KEY UPDATE",
        track_id,
    )
    await change.connection.execute("DELETE FROM playlist_tracks WHERE track_id = $1", track_id)
    await change.connection.execute(
        "UPDATE playlist_tracks SET position = closed.position FROM ("
        "  SELECT playlist_id, position AS was,"
        "         row_number() OVER (PARTITION BY playlist_id ORDER BY position) AS position"
        "  FROM playlist_tracks WHERE playlist_id = ANY($1)"
        ") AS closed WHERE playlist_tracks.playlist_id = closed.playlist_id"
        " AND playlist_tracks.position = closed.was AND closed.position <> closed.was",
        [row["id"] for row in held_by],
    )


def _told(track: Track) -> dict[str, Any]:
    return {
        "track_id": str(track.id),
        "title": track.title,
        "artist": {"id": str(track.artist.id), "name": track.artist.name},
        "genre": track.genre,
    }
