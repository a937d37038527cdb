"""Reading and mending the history of conversations."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import asyncpg

from platforms.common.database import Connection
from platforms.common.errors import not_found
from platforms.common.events import Change
from platforms.veza.chat_server.model import History, Message, Person, TrackReference

LARGEST_PAGE = 512 * 1024
"""Bytes of content in one page of history; many clients refuse frames of more than a mebibyte."""

_MESSAGES = """
    SELECT m.id, m.conversation_id, m.sequence, m.sender_id, p.name AS sender_name, m.content,
           m.sent_at, t.id AS track_id, t.title AS track_title
    FROM messages m
    JOIN people p ON p.id = m.sender_id
    LEFT JOIN tracks t ON t.id = m.track_id AND t.removed_at IS NULL
"""


async def named(connection: Connection, ids: Collection[UUID]) -> list[Message]:
    """The messages with these ids, removed ones too."""
    rows = await connection.fetch(f"{_MESSAGES} WHERE m.id = ANY($1)", list(ids))
    return [_message(row) for row in rows]


async def since(connection: Connection, conversation_id: UUID, sequence: int) -> list[Message]:
    """Everything after this sequence, oldest first."""
    rows = await connection.fetch(
        f"{_MESSAGES} WHERE m.conversation_id = $1 AND m.sequence > $2 AND m.removed_at IS NULL ORDER BY m.sequence",
        conversation_id,
        sequence,
    )
    return [_message(row) for row in rows]


async def before(connection: Connection, conversation_id: UUID, sequence: int | None, limit: int) -> History:
    """The last messages before this sequence (or of all); `has_more`: there are older ones."""
    rows = await connection.fetch(
        f"{_MESSAGES} WHERE m.conversation_id = $1 AND m.removed_at IS NULL"
        " AND m.sequence < coalesce($2, 9223372036854775807) ORDER BY m.sequence DESC LIMIT $3",
        conversation_id,
        sequence,
        limit + 1,
    )
    return History(messages=[_message(row) for row in reversed(rows[:limit])], has_more=len(rows) > limit)


async def after(connection: Connection, conversation_id: UUID, sequence: int, limit: int) -> History:
    """The first messages after this sequence; `has_more`: there are newer ones."""
    rows = await connection.fetch(
        f"{_MESSAGES} WHERE m.conversation_id = $1 AND m.removed_at IS NULL AND m.sequence > $2"
        " ORDER BY m.sequence LIMIT $3",
        conversation_id,
        sequence,
        limit + 1,
    )
    page: list[Message] = []
    room = LARGEST_PAGE
    for row in rows[:limit]:
        room -= len(row["content"].encode())
        if room < 0:
            break
        page.append(_message(row))
    return History(messages=page, has_more=len(rows) > len(page))


async def remove(change: Change, conversation_id: UUID, message_id: UUID, by: UUID) -> None:
    """Take a message out of the history; `ApiError` 404 when it is not, or no longer, there."""
    row = await change.connection.fetchrow(
        """
        UPDATE messages m SET removed_at = now(), removed_by = $3 FROM conversations c
        WHERE m.id = $2 AND m.conversation_id = $1 AND m.removed_at IS NULL AND c.id = m.conversation_id
        RETURNING m.sender_id, c.name
        """,
        conversation_id,
        message_id,
        by,
    )
    if row is None:
        raise not_found("message")
    await change.emit(
        "chat.events.message_removed",
        {
            "conversation_id": str(conversation_id),
            "conversation_name": row["name"],
            "message_id": str(message_id),
            "sender_id": str(row["sender_id"]),
            "by": str(by),
        },
    )


def _message(row: asyncpg.Record) -> Message:
    track = TrackReference(id=row["track_id"], title=row["track_title"]) if row["track_id"] else None
    return Message(
        id=row["id"],
        conversation_id=row["conversation_id"],
        sequence=row["sequence"],
        sender=Person(id=row["sender_id"], name=row["sender_name"]),
        content=row["content"],
        track=track,
        sent_at=row["sent_at"],
    )
