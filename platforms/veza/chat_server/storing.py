"""Storing messages: each once, numbered without gap in the order of their commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from platforms.common.database import Connection as DatabaseConnection
from platforms.common.events import Change
from platforms.common.logs import correlation_id
from platforms.veza.chat_server import carrier, frames, history
from platforms.veza.chat_server.connections import Connection
from platforms.veza.chat_server.frames import Refusal
from platforms.veza.chat_server.model import Message, Mute, Person, TrackReference


@dataclass(frozen=True, eq=False)
class Draft:
    """A message that somebody wants to send, and the socket on which they wait for the answer."""

    connection: Connection
    conversation_id: UUID
    client_message_id: str
    content: str
    track: TrackReference | None

    @property
    def key(self) -> tuple[UUID, str]:
        """What makes two drafts the same message."""
        return self.connection.person_id, self.client_message_id


@dataclass
class Stored:
    """What became of some drafts."""

    messages: dict[Draft, Message] = field(default_factory=dict)
    """Drafts that are messages, now or since an earlier try; in order of sequence for the new ones."""
    refusals: dict[Draft, Refusal] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    """Ids of the messages that were not there before."""
    untold: list[Message] = field(default_factory=list)
    """Messages stored before, here or by another instance, of which somebody present has not heard."""
    known: int | None = None
    """Everybody present knew all up to this sequence, and with `untold` knows all; None: nobody listened yet."""
    last: int = 0
    """The sequence of the last message that was stored before."""


async def store(change: Change, conversation_id: UUID, drafts: Sequence[Draft], told_up_to: int | None) -> Stored:
    """Store drafts of one conversation in their order, each once, numbered without gap.

    `told_up_to`: the last sequence that everybody present knows; what is stored after it already is
    returned as `untold`. Raises `UniqueViolationError` when a draft is being stored elsewhere at the
    same moment: try again, and it is found.
    """
    stored = Stored()
    # The row lock makes the order of sequences the order of commits. It comes first and by itself: a
    # statement sees what was committed before it began, so what is checked is read after the lock.
    conversation = await change.connection.fetchrow(
        "SELECT name, last_sequence FROM conversations WHERE id = $1 FOR NO KEY UPDATE", conversation_id
    )
    if conversation is None:
        stored.refusals = {draft: frames.not_a_member(conversation_id) for draft in drafts}
        return stored
    last: int = conversation["last_sequence"]
    stored.known, stored.last = told_up_to, last
    if told_up_to is not None and last > told_up_to:
        stored.untold = await history.since(change.connection, conversation_id, told_up_to)
    if not drafts:
        return stored
    fresh = await _sort_out(change.connection, conversation_id, drafts, stored)
    for sequence, (draft, (now, name)) in enumerate(fresh.items(), start=last + 1):
        stored.messages[draft] = Message(
            id=uuid4(),
            conversation_id=conversation_id,
            sequence=sequence,
            sender=Person(id=draft.connection.person_id, name=name),
            content=draft.content,
            track=draft.track,
            sent_at=now,
        )
        stored.new.add(stored.messages[draft].id)
    if fresh:
        await _insert(change, conversation["name"], {draft: stored.messages[draft] for draft in fresh})
        said = [stored.messages[draft].model_dump(mode="json") for draft in fresh]
        await carrier.tell(change.connection, {"kind": "said", "messages": said})
    first = {draft.key: draft for draft in fresh}
    for draft in drafts:  # the same message twice among these drafts
        if draft not in stored.messages and draft not in stored.refusals:
            stored.messages[draft] = stored.messages[first[draft.key]]
    return stored


async def _sort_out(
    connection: DatabaseConnection, conversation_id: UUID, drafts: Sequence[Draft], stored: Stored
) -> dict[Draft, tuple[datetime, str]]:
    """The drafts to store, with time and sender's name; the others are answered in `stored`."""
    rows = await connection.fetch(
        """
        SELECT member.person_id IS NOT NULL AS is_member, person.name, mute.until, mute.reason,
               earlier.id AS earlier, date_trunc('milliseconds', clock_timestamp()) AS now
        FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS draft (sender_id, client_message_id, place)
        LEFT JOIN members member ON member.conversation_id = $1 AND member.person_id = draft.sender_id
        LEFT JOIN people person ON person.id = member.person_id
        LEFT JOIN mutes mute ON mute.conversation_id = $1 AND mute.person_id = draft.sender_id
                            AND mute.until > clock_timestamp()
        LEFT JOIN messages earlier USING (sender_id, client_message_id)
        ORDER BY draft.place
        """,
        conversation_id,
        [draft.connection.person_id for draft in drafts],
        [draft.client_message_id for draft in drafts],
    )
    earlier = {}
    if ids := [row["earlier"] for row in rows if row["earlier"]]:
        earlier = {message.id: message for message in await history.named(connection, ids)}
    fresh: dict[Draft, tuple[datetime, str]] = {}
    keys = set()
    for draft, row in zip(drafts, rows, strict=True):
        if row["earlier"]:
            stored.messages[draft] = earlier[row["earlier"]]
        elif not row["is_member"]:
            stored.refusals[draft] = frames.not_a_member(conversation_id)
        elif row["until"]:
            person = draft.connection.person_id
            stored.refusals[draft] = frames.muted(
                Mute(
                    conversation_id=conversation_id,
                    person_id=person,
                    until=row["until"],
                    reason=row["reason"],
                )
            )
        elif draft.key not in keys:
            keys.add(draft.key)
            fresh[draft] = row["now"], row["name"]
    return fresh


async def _insert(change: Change, conversation_name: str, messages: dict[Draft, Message]) -> None:
    values = list(messages.values())
    columns: list[list[Any]] = [
        [message.id for message in values],
        [message.sequence for message in values],
        [message.sender.id for message in values],
        [draft.client_message_id for draft in messages],
        [message.content for message in values],
        [message.track.id if message.track else None for message in values],
        [message.sent_at for message in values],
    ]
    await change.connection.execute(
        """
        WITH stored AS (
            INSERT INTO messages
                (conversation_id, id, sequence, sender_id, client_message_id, content, track_id, sent_at)
            SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[],
                                     $7::uuid[], $8::timestamptz[])
        )
        UPDATE conversations SET last_sequence = $9 WHERE id = $1
        """,
        values[0].conversation_id,
        *columns,
        values[-1].sequence,
    )
    events = []
    for draft, message in messages.items():
        token = correlation_id.set(draft.connection.correlation_id)
        data = {
            "conversation_id": str(message.conversation_id),
            "conversation_name": conversation_name,
            "message_id": str(message.id),
            "sender_id": str(message.sender.id),
        }
        events.append(change.event("chat.events.message_sent", data))
        correlation_id.reset(token)
    await change.emit_all(events)
