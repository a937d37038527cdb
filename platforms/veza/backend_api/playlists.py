"""Playlists: made whole or not at all, kept in order, private if their owner wants it so."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel

from platforms.common.database import Connection, Database
from platforms.common.errors import forbidden, invalid_field, not_found
from platforms.common.events import Events
from platforms.common.fields import Moment
from platforms.common.security import Caller
from platforms.veza.backend_api import activity, tracks

MAX_TRACKS = 500

SUMMARY = (
    "SELECT playlists.id, name, public, owner_id, people.display_name AS owner_name, playlists.created_at,"
    " (SELECT count(*) FROM playlist_tracks WHERE playlist_id = playlists.id) AS track_count"
    " FROM playlists JOIN people ON people.id = owner_id"
)


class PlaylistSummary(BaseModel):
    id: UUID
    name: str
    public: bool
    owner: tracks.PersonName
    track_count: int
    created_at: Moment


class Playlist(PlaylistSummary):
    tracks: list[tracks.Track]


async def newest(database: Database, caller: Caller, scope: Literal["mine", "public"]) -> list[PlaylistSummary]:
    """The caller's own, or everybody's public ones; the newest first, at most 200."""
    which = "owner_id = $1" if scope == "mine" else "public AND $1::uuid IS NOT NULL"
    rows = await database.fetch(
        f"{SUMMARY} WHERE {which} ORDER BY playlists.created_at DESC, playlists.id LIMIT 200", caller.user_id
    )
    return [PlaylistSummary(owner=_owner(row), **row) for row in rows]


async def get(database: Database, caller: Caller, playlist_id: UUID) -> Playlist:
    """A playlist with its tracks; one of somebody else that is private is not there."""
    async with database.connection() as connection:
        return await _seen_by(connection, caller, playlist_id)


async def create(events: Events, caller: Caller, name: str, public: bool, track_ids: list[UUID]) -> Playlist:
    """Make a playlist and put the tracks into it, in this order; both or neither."""
    async with events.change() as change:
        await _lock_tracks(change.connection, track_ids, "tracks")
        playlist_id = await change.connection.fetchval(
            "INSERT INTO playlists (owner_id, name, public) VALUES ($1, $2, $3) RETURNING id",
            caller.user_id,
            name,
            public,
        )
        await _put_in(change.connection, playlist_id, track_ids, after=0)
        event = await change.emit(
            "playlist.events.created",
            {"playlist_id": str(playlist_id), "name": name, "owner_id": caller.user_id},
        )
        await activity.record(change.connection, event)
        return await _seen_by(change.connection, caller, playlist_id)


async def replace(database: Database, caller: Caller, playlist_id: UUID, track_ids: list[UUID]) -> Playlist:
    """Let the playlist hold these tracks, in this order."""
    async with database.transaction() as connection:
        await _lock(connection, caller, playlist_id, track_ids, "tracks")
        await connection.execute("DELETE FROM playlist_tracks WHERE playlist_id = $1", playlist_id)
        await _put_in(connection, playlist_id, track_ids, after=0)
        return await _seen_by(connection, caller, playlist_id)


async def append(database: Database, caller: Caller, playlist_id: UUID, track_id: UUID) -> Playlist:
    """Put one track more at the end."""
    async with database.transaction() as connection:
        await _lock(connection, caller, playlist_id, [track_id], "track_id")
        held = await connection.fetchval("SELECT count(*) FROM playlist_tracks WHERE playlist_id = $1", playlist_id)
        if held >= MAX_TRACKS:
            raise invalid_field("track_id", "PLAYLIST_FULL", f"A playlist holds {MAX_TRACKS} tracks at most.")
        await _put_in(connection, playlist_id, [track_id], after=held)
        return await _seen_by(connection, caller, playlist_id)


async def remove(events: Events, caller: Caller, playlist_id: UUID) -> None:
    async with events.change() as change:
        playlist = await _own(change.connection, caller, playlist_id)
        removed = await change.connection.fetchval("DELETE FROM playlists WHERE id = $1 RETURNING id", playlist_id)
        if removed is None:  # by somebody else, just now
            raise not_found("playlist")
        await change.emit(
            "playlist.events.removed",
            {"playlist_id": str(playlist_id), "name": playlist["name"], "owner_id": caller.user_id},
        )


async def _find(connection: Connection, caller: Caller, playlist_id: UUID) -> Record:
    row = await connection.fetchrow(
        f"{SUMMARY} WHERE playlists.id = $1 AND (public OR owner_id = $2)", playlist_id, caller.user_id
    )
    if row is None:
        raise not_found("playlist")
    return row


async def _own(connection: Connection, caller: Caller, playlist_id: UUID) -> Record:
    row = await _find(connection, caller, playlist_id)
    if str(row["owner_id"]) != caller.user_id:
        raise forbidden()
    return row


async def _seen_by(connection: Connection, caller: Caller, playlist_id: UUID) -> Playlist:
    row = await _find(connection, caller, playlist_id)
    rows = await connection.fetch(
        f"SELECT {tracks.COLUMNS} FROM playlist_tracks JOIN {tracks.PUBLISHED} ON tracks.id = track_id"
        " WHERE playlist_id = $1 ORDER BY position",
        playlist_id,
    )
    held = [tracks.track_of(one) for one in rows]
    return Playlist(**{**row, "owner": _owner(row), "tracks": held, "track_count": len(held)})


async def _lock(connection: Connection, caller: Caller, playlist_id: UUID, track_ids: list[UUID], field: str) -> None:
    """Keep the caller's playlist and these tracks as they are: the tracks first, as removing one does."""
    await _own(connection, caller, playlist_id)
    await _lock_tracks(connection, track_ids, field)
    locked = await connection.fetchval("SELECT id FROM playlists WHERE id = $1 FOR NO KEY UPDATE", playlist_id)
    if locked is None:  # removed just now
        raise not_found("playlist")


async def _lock_tracks(connection: Connection, track_ids: list[UUID], field: str) -> None:
    rows = await connection.fetch(
        "SELECT id FROM tracks WHERE id = ANY($1) AND status = 'ready' AND published_at IS NOT NULL"
        " ORDER BY id FOR KEY SHARE",
        track_ids,
    )
    if unknown := set(track_ids) - {row["id"] for row in rows}:
        which = ", ".join(sorted(str(track_id) for track_id in unknown))
        raise invalid_field(field, "UNKNOWN_TRACK", f"There is no track {which}.")


async def _put_in(connection: Connection, playlist_id: UUID, track_ids: list[UUID], *, after: int) -> None:
    await connection.execute(
        "INSERT INTO playlist_tracks (playlist_id, position, track_id)"
        " SELECT $1, $3 + place, track_id FROM unnest($2::uuid[]) WITH ORDINALITY AS given (track_id, place)",
        playlist_id,
        track_ids,
        after,
    )


def _owner(row: Record) -> tracks.PersonName:
    return tracks.PersonName(id=row["owner_id"], name=row["owner_name"])
