"""Conversations and their members."""

from __future__ import annotations

from uuid import UUID, uuid4

from platforms.common.database import Connection as DatabaseConnection
from platforms.common.errors import ApiError, invalid_field, not_found
from platforms.common.security import Caller
from platforms.veza.chat_server import carrier, fanout, frames, history, people
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.model import Conversation, ConversationSummary, History, Person, Snapshot

PAGE_OF_LATEST = 50
PAGE_OF_MISSED = 500


async def mine(chat: Chat, person_id: UUID) -> list[ConversationSummary]:
    """The conversations of a person, by latest message; without messages, by age."""
    rows = await chat.database.fetch(
        """
        SELECT c.id, c.name, latest.sent_at AS last_message_at,
               (SELECT count(*) FROM members other WHERE other.conversation_id = c.id) AS member_count
        FROM members me
        JOIN conversations c ON c.id = me.conversation_id
        LEFT JOIN LATERAL (
            SELECT sent_at FROM messages m WHERE m.conversation_id = c.id AND m.removed_at IS NULL
            ORDER BY sequence DESC LIMIT 1
        ) latest ON true
        WHERE me.person_id = $1
        ORDER BY coalesce(latest.sent_at, c.created_at) DESC, c.id
        """,
        person_id,
    )
    return [ConversationSummary(**row) for row in rows]


async def create(chat: Chat, owner: Caller, name: str, members: set[UUID]) -> Conversation:
    """A new conversation of its owner and these members; `ApiError` 422 when one of them is nobody."""
    owner_id = UUID(owner.user_id)
    if nobody := await people.unknown(chat, {owner_id, *members}):
        told = ", ".join(sorted(str(one) for one in nobody))
        raise invalid_field("members", "UNKNOWN_PERSON", f"There is no such person: {told}.")
    conversation_id = uuid4()
    async with chat.database.transaction() as connection:
        await connection.execute(
            "INSERT INTO conversations (id, name, owner_id) VALUES ($1, $2, $3)",
            conversation_id,
            name,
            owner_id,
        )
        await connection.execute(
            "INSERT INTO members (conversation_id, person_id) SELECT $1, unnest($2::uuid[])",
            conversation_id,
            list({owner_id, *members}),
        )
    return await detail(chat, conversation_id, owner_id)


async def detail(chat: Chat, conversation_id: UUID, reader_id: UUID) -> Conversation:
    """The conversation as a member sees it; `ApiError` 403 for everybody else."""
    async with chat.database.connection() as connection:
        row = await connection.fetchrow("SELECT name, owner_id FROM conversations WHERE id = $1", conversation_id)
        if row is None:
            raise not_found("conversation")
        members = await _members(connection, conversation_id)
    _require_member(members, reader_id)
    return Conversation(
        id=conversation_id,
        name=row["name"],
        owner_id=row["owner_id"],
        members=members,
        present=chat.rooms.present(conversation_id),
    )


async def add_member(chat: Chat, conversation_id: UUID, owner: Caller, person_id: UUID) -> Conversation:
    """Its owner takes somebody in; nothing changes when they are in already."""
    owner_id = UUID(owner.user_id)
    conversation = await detail(chat, conversation_id, owner_id)
    if conversation.owner_id != owner_id:
        raise _not_yours()
    if await people.unknown(chat, {person_id}):
        raise invalid_field("person_id", "UNKNOWN_PERSON", "There is no such person.")
    async with chat.database.transaction() as connection:
        if not await connection.fetchval("SELECT true FROM conversations WHERE id = $1 FOR KEY SHARE", conversation_id):
            raise not_found("conversation")
        await connection.execute(
            "INSERT INTO members (conversation_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            conversation_id,
            person_id,
        )
    return await detail(chat, conversation_id, owner_id)


async def delete(chat: Chat, conversation_id: UUID, caller: Caller) -> None:
    """Its owner or an admin deletes it with everything in it; those present are told that they have left."""
    with chat.rooms.use(conversation_id) as room:
        async with room.turn, chat.database.transaction() as connection:
            owner_id = await connection.fetchval(
                "SELECT owner_id FROM conversations WHERE id = $1 FOR UPDATE", conversation_id
            )
            if owner_id is None:
                raise not_found("conversation")
            if str(owner_id) != caller.user_id and caller.role != "admin":
                raise _not_yours()
            await connection.execute("DELETE FROM conversations WHERE id = $1", conversation_id)
            await carrier.tell(connection, {"kind": "deleted", "conversation_id": str(conversation_id)})
        fanout.announce(room, frames.left(conversation_id))
        for connection_there in list(room.seats):
            fanout.leave(room, connection_there)
    chat.presence.changed(conversation_id)


async def latest_messages(
    chat: Chat, conversation_id: UUID, reader_id: UUID, limit: int, before: int | None
) -> History:
    """The last `limit` messages (before a sequence); `ApiError` 403 unless the reader is a member."""
    async with chat.database.connection() as connection:
        if not await connection.fetchval("SELECT true FROM conversations WHERE id = $1", conversation_id):
            raise not_found("conversation")
        _require_member(await _members(connection, conversation_id), reader_id)
        return await history.before(connection, conversation_id, before, limit)


async def snapshot(chat: Chat, conversation_id: UUID, person_id: UUID, after: int | None) -> Snapshot:
    """What somebody who joins is shown; `frames.Refusal` unless they are a member."""
    async with chat.database.connection() as connection:
        # Read first: what is stored between this and the history is in the history, or comes live.
        last = await connection.fetchval("SELECT last_sequence FROM conversations WHERE id = $1", conversation_id)
        members = await _members(connection, conversation_id)
        if person_id not in {member.id for member in members}:
            raise frames.not_a_member(conversation_id)
        if after is None:
            page = await history.before(connection, conversation_id, None, PAGE_OF_LATEST)
        else:
            page = await history.after(connection, conversation_id, after, PAGE_OF_MISSED)
    newest = max((message.sequence for message in page.messages), default=0)
    return Snapshot(members=members, history=page, last_sequence=max(last, newest))


async def _members(connection: DatabaseConnection, conversation_id: UUID) -> list[Person]:
    rows = await connection.fetch(
        "SELECT p.id, p.name FROM members m JOIN people p ON p.id = m.person_id"
        " WHERE m.conversation_id = $1 ORDER BY p.name, p.id",
        conversation_id,
    )
    return [Person(**row) for row in rows]


def _require_member(members: list[Person], person_id: UUID) -> None:
    if person_id not in {member.id for member in members}:
        raise ApiError(403, "AUTH_INSUFFICIENT_PERMISSIONS", "Only its members may read a conversation.")


def _not_yours() -> ApiError:
    return ApiError(403, "AUTH_INSUFFICIENT_PERMISSIONS", "Only the owner of a conversation may do this.")
