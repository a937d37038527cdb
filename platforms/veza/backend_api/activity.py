"""What a person did lately, as the events of Veza tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from platforms.common.database import Connection, Database
from platforms.common.fields import Moment

Kind = Literal["signed_in", "listened", "playlist_created", "message_sent", "track_published"]


class ActivityEntry(BaseModel):
    id: UUID
    kind: Kind
    summary: str
    subject_id: UUID | None
    at: Moment


@dataclass(frozen=True)
class Telling:
    """How the data of an event becomes a line of activity."""

    kind: Kind
    person: Callable[[dict[str, Any]], str]
    summary: Callable[[dict[str, Any]], str]
    subject: Callable[[dict[str, Any]], str | None]


TELLINGS = {
    "user.events.signed_in": Telling(
        "signed_in", lambda data: data["user_id"], lambda data: "Signed in", lambda data: None
    ),
    "stream.events.started": Telling(
        "listened",
        lambda data: data["listener_id"],
        lambda data: f"Listened to “{data['track']['title']}”",
        lambda data: data["track"]["id"],
    ),
    "playlist.events.created": Telling(
        "playlist_created",
        lambda data: data["owner_id"],
        lambda data: f"Made the playlist “{data['name']}”",
        lambda data: data["playlist_id"],
    ),
    "chat.events.message_sent": Telling(
        "message_sent",
        lambda data: data["sender_id"],
        lambda data: f"Wrote in “{data['conversation_name']}”",
        lambda data: data["conversation_id"],
    ),
    "track.events.published": Telling(
        "track_published",
        lambda data: data["artist"]["id"],
        lambda data: f"Published “{data['title']}”",
        lambda data: data["track_id"],
    ),
}


async def record(connection: Connection, event: dict[str, Any]) -> None:
    """Write down an event that tells of somebody's activity: once, however often it comes."""
    telling = TELLINGS[event["type"]]
    data = event["data"]
    await connection.execute(
        "INSERT INTO activity (event_id, person_id, kind, summary, subject_id, at)"
        " SELECT $1, id, $3, $4, $5, $6 FROM people WHERE id = $2 ON CONFLICT (event_id) DO NOTHING",
        event["id"],
        telling.person(data),
        telling.kind,
        telling.summary(data),
        telling.subject(data),
        datetime.fromisoformat(event["time"]),
    )


async def newest(database: Database, person_id: str, limit: int) -> list[ActivityEntry]:
    rows = await database.fetch(
        "SELECT id, kind, summary, subject_id, at FROM activity WHERE person_id = $1"
        " ORDER BY at DESC, sequence DESC LIMIT $2",
        person_id,
        limit,
    )
    return [ActivityEntry(**row) for row in rows]
