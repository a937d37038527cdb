"""Tracks: taking uploads in, telling how far their renditions are, and removing them."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel

from platforms.common.errors import ApiError, invalid_field, unavailable
from platforms.common.events import Change
from platforms.veza.stream_server import audio, listening
from platforms.veza.stream_server.audio import NotAudio
from platforms.veza.stream_server.metadata import Artist
from platforms.veza.stream_server.server import StreamServer

MAX_BYTES = 20_000_000
Status = Literal["processing", "ready", "failed"]


@dataclass(frozen=True)
class About:
    """What is said of an upload."""

    title: str
    artist: Artist
    genre: str


class Intake(BaseModel):
    """What has become of an upload so far."""

    track_id: UUID
    status: Status
    progress: int
    duration_seconds: float


async def take_in(server: StreamServer, track_id: UUID, about: About, upload: BinaryIO) -> Intake:
    """Keep an upload and begin with its renditions; 422 when it is no audio that we take.

    The same upload may come again (its sender may not have had the answer): nothing is done twice. Other
    audio under the id of a known track is refused with 409.
    """
    arrival = server.settings.media_dir / f"{uuid4()}.arrival"
    try:
        digest, seconds = await asyncio.to_thread(_receive, upload, arrival)
        async with server.events.change() as change:
            row = await change.connection.fetchrow(
                "INSERT INTO tracks"
                " (id, title, artist_id, artist_name, genre, duration_seconds, source_sha256)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)"
                " ON CONFLICT (id) DO UPDATE SET title = excluded.title, artist_id = excluded.artist_id,"
                "   artist_name = excluded.artist_name, genre = excluded.genre, failure = NULL,"
                "   status = CASE tracks.status WHEN 'failed' THEN 'processing' ELSE tracks.status END"
                " WHERE tracks.source_sha256 = excluded.source_sha256"
                " RETURNING status, progress",
                *(track_id, about.title, about.artist.id, about.artist.name, about.genre, seconds, digest),
            )
            if row is None:
                raise ApiError(409, "RESOURCE_ALREADY_EXISTS", "This track is known, with other audio.")
            if row["status"] == "processing" and not server.source(track_id).exists():
                await asyncio.to_thread(_move, arrival, server.source(track_id))
                await _tell(change, "progress", track_id, row["progress"], seconds)
    except NotAudio as refusal:
        raise invalid_field("audio", refusal.code, refusal.message) from None
    except OSError as error:
        raise unavailable("The media folder") from error
    finally:
        arrival.unlink(missing_ok=True)
    if row["status"] == "processing":
        server.processing.begin(track_id)
    return Intake(track_id=track_id, status=row["status"], progress=row["progress"], duration_seconds=seconds)


def _receive(upload: BinaryIO, arrival: Path) -> tuple[str, float]:
    """Write the upload to disk; returns its SHA-256 and how many seconds of sound it holds."""
    digest, size = hashlib.sha256(), 0
    with arrival.open("wb") as file:
        while chunk := upload.read(1024 * 1024):
            size += len(chunk)
            if size > MAX_BYTES:
                raise NotAudio("TOO_LARGE", "The file is larger than 20 MB.")
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), audio.examine(arrival)


def _move(arrival: Path, source: Path) -> None:
    source.parent.mkdir(exist_ok=True)
    arrival.replace(source)


async def advance(server: StreamServer, track_id: UUID, progress: int) -> None:
    """Tell that `progress` per cent of the renditions are made, unless the track was removed meanwhile."""
    async with server.events.change() as change:
        row = await change.connection.fetchrow(
            "UPDATE tracks SET progress = $2 WHERE id = $1 AND status = 'processing' RETURNING duration_seconds",
            *(track_id, progress),
        )
        if row is not None:
            await _tell(change, "progress", track_id, progress, row["duration_seconds"])


async def finish(server: StreamServer, track_id: UUID, made: Sequence[audio.Rendition]) -> None:
    """From here on the track can be listened to."""
    async with server.events.change() as change:
        row = await change.connection.fetchrow(
            "UPDATE tracks SET status = 'ready', progress = 100 WHERE id = $1 AND status = 'processing'"
            " RETURNING duration_seconds",
            track_id,
        )
        if row is not None:
            await change.connection.executemany(
                "INSERT INTO renditions (track_id, quality, bitrate_kbps, bytes, content_type)"
                " VALUES ($1, $2, $3, $4, $5)",
                [(track_id, one.quality, one.bitrate_kbps, one.bytes, audio.CONTENT_TYPE) for one in made],
            )
            for what in ("progress", "ready"):
                await _tell(change, what, track_id, 100, row["duration_seconds"])
    await asyncio.to_thread(server.source(track_id).unlink, missing_ok=True)


async def fail(server: StreamServer, track_id: UUID, reason: str) -> None:
    """Give the track up: it keeps its row, for whoever asks, and none of its files."""
    async with server.events.change() as change:
        row = await change.connection.fetchrow(
            "UPDATE tracks SET status = 'failed', progress = 0, failure = $2"
            " WHERE id = $1 AND status = 'processing' RETURNING duration_seconds",
            *(track_id, reason),
        )
        if row is not None:
            await _tell(change, "failed", track_id, 0, row["duration_seconds"], reason=reason)
    await asyncio.to_thread(shutil.rmtree, server.folder(track_id), ignore_errors=True)


async def remove(server: StreamServer, track_id: UUID) -> None:
    """Forget a track: who listens to it is stopped, its rows and files go. An unknown one is gone already."""
    async with server.events.change() as change:
        await change.connection.execute("SELECT FROM tracks WHERE id = $1 FOR UPDATE", track_id)  # no new streams
        stopped = await listening.stop_those(change, "s.track_id = $2", {}, track_id)
        await change.connection.execute("DELETE FROM tracks WHERE id = $1", track_id)
    listening.announce_stopped(server, stopped)
    await server.processing.abandon(track_id)
    await asyncio.to_thread(shutil.rmtree, server.folder(track_id), ignore_errors=True)


async def _tell(change: Change, what: str, track_id: UUID, progress: int, seconds: float, **more: str) -> None:
    data = {"track_id": str(track_id), "progress": progress, "duration_seconds": seconds, **more}
    await change.emit(f"track.events.{what}", data)
