"""Titles of tracks that messages refer to: told by events, asked for when still unknown."""

from __future__ import annotations

from uuid import UUID

from platforms.common.errors import ApiError
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.model import TrackReference


async def learn(chat: Chat, track: TrackReference) -> None:
    """A track is there. One that was removed stays removed, in whatever order the news comes."""
    await chat.database.execute(
        "INSERT INTO tracks (id, title) VALUES ($1, $2) ON CONFLICT DO NOTHING", track.id, track.title
    )


async def forget(chat: Chat, track: TrackReference) -> None:
    """A track is gone; messages about it stay, without it."""
    await chat.database.execute(
        "INSERT INTO tracks (id, title, removed_at) VALUES ($1, $2, now())"
        " ON CONFLICT (id) DO UPDATE SET removed_at = excluded.removed_at",
        track.id,
        track.title,
    )


async def find(chat: Chat, track_id: UUID, token: str) -> TrackReference | None:
    """The track, or None when there is none; `token` is that of the person who refers to it."""
    row = await chat.database.fetch_one("SELECT title, removed_at FROM tracks WHERE id = $1", track_id)
    if row is not None:
        return None if row["removed_at"] else TrackReference(id=track_id, title=row["title"])
    try:
        told = await chat.peers["stream-server"].data("GET", f"/api/tracks/{track_id}", person=token)
    except ApiError as error:
        if error.status == 404:
            return None
        raise
    track = TrackReference(id=track_id, title=told["title"])
    await learn(chat, track)
    return track
