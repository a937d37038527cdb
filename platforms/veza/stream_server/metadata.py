"""What is known of a track, and whether it can be listened to."""

from __future__ import annotations

from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel

from platforms.common.database import Connection
from platforms.common.errors import ApiError, not_found
from platforms.veza.stream_server.audio import Quality
from platforms.veza.stream_server.server import StreamServer


class Artist(BaseModel):
    id: UUID
    name: str


class Rendition(BaseModel):
    quality: Quality
    bitrate_kbps: int
    bytes: int
    content_type: str


class Track(BaseModel):
    id: UUID
    title: str
    artist: Artist
    genre: str
    duration_seconds: float
    renditions: list[Rendition]
    """By bitrate; empty until all of them are ready."""


COLUMNS = """t.id, t.title, t.artist_id, t.artist_name, t.genre, t.duration_seconds,
    coalesce((SELECT jsonb_agg(jsonb_build_object('quality', r.quality, 'bitrate_kbps', r.bitrate_kbps,
                                                  'bytes', r.bytes, 'content_type', r.content_type)
                               ORDER BY r.bitrate_kbps)
              FROM renditions r WHERE r.track_id = t.id), '[]') AS renditions"""
"""What `track_of` makes a track of, selected from `tracks t`."""


def track_of(row: Record) -> Track:
    artist = Artist(id=row["artist_id"], name=row["artist_name"])
    return Track.model_validate({**row, "artist": artist})


async def find(server: StreamServer, track_id: UUID) -> Track:
    row = await server.database.fetch_one(f"SELECT {COLUMNS} FROM tracks t WHERE t.id = $1", track_id)
    if row is None:
        raise not_found("track")
    return track_of(row)


async def rename_artist(server: StreamServer, artist_id: str, name: str) -> None:
    """Whoever made these tracks is called otherwise from now on."""
    await server.database.execute("UPDATE tracks SET artist_name = $2 WHERE artist_id = $1", artist_id, name)


async def find_ready(connection: Connection, track_id: UUID) -> Track:
    """The track, if it can be listened to; 409 when it cannot be yet, or never will. It stays until the commit."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS}, t.status, t.progress FROM tracks t WHERE t.id = $1 FOR KEY SHARE OF t", track_id
    )
    if row is None:
        raise not_found("track")
    if row["status"] != "ready":
        raise ApiError(
            409,
            "STREAM_TRACK_NOT_READY",
            "This track could not be processed."
            if row["status"] == "failed"
            else "This track is still being processed.",
            {"status": row["status"], "progress": row["progress"]},
        )
    return track_of(row)
