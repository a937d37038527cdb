"""What moderators and admins may do in any conversation, members or not."""

from __future__ import annotations

import logging
from uuid import UUID

from platforms.common.errors import invalid_field, not_found
from platforms.common.security import Caller
from platforms.veza.chat_server import carrier, fanout, history
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.model import Mute

log = logging.getLogger(__name__)


async def remove_message(chat: Chat, conversation_id: UUID, message_id: UUID, by: Caller) -> None:
    """Take a message out of the history; everybody present is told."""
    with chat.rooms.use(conversation_id) as room:
        async with room.turn:
            async with chat.events.change() as change:
                await history.remove(change, conversation_id, message_id, UUID(by.user_id))
                removed = {"conversation_id": str(conversation_id), "message_id": str(message_id), "by": by.user_id}
                await carrier.tell(change.connection, {"kind": "removed", **removed})
            fanout.announce_removed(room, message_id, by.user_id)
    log.info(
        "message removed",
        extra={"conversation_id": conversation_id, "message_id": message_id, "user_id": by.user_id},
    )


async def mute(chat: Chat, conversation_id: UUID, person_id: UUID, seconds: int, *, reason: str, by: Caller) -> Mute:
    """Nothing of this person is stored in the conversation until the time is up; everybody present is told.

    A later mute takes the place of an earlier one. `ApiError` 422 when the person is no member.
    """
    with chat.rooms.use(conversation_id) as room:
        async with room.turn:
            async with chat.events.change() as change:
                name = await change.connection.fetchval(
                    "SELECT name FROM conversations WHERE id = $1 FOR NO KEY UPDATE", conversation_id
                )
                if name is None:
                    raise not_found("conversation")
                until = await change.connection.fetchval(
                    """
                    INSERT INTO mutes (conversation_id, person_id, until, reason, muted_by)
                    SELECT conversation_id, person_id, clock_timestamp() + make_interval(secs => $3), $4, $5
                    FROM members WHERE conversation_id = $1 AND person_id = $2
                    ON CONFLICT (conversation_id, person_id)
                    DO UPDATE SET until = excluded.until, reason = excluded.reason,
                                  muted_by = excluded.muted_by, muted_at = excluded.muted_at
                    RETURNING until
                    """,
                    conversation_id,
                    person_id,
                    seconds,
                    reason,
                    UUID(by.user_id),
                )
                if until is None:
                    raise invalid_field("person_id", "NOT_A_MEMBER", "This person is no member.")
                await change.emit(
                    "chat.events.person_muted",
                    {
                        "conversation_id": str(conversation_id),
                        "conversation_name": name,
                        "person_id": str(person_id),
                        "until": until.isoformat(timespec="milliseconds"),
                        "reason": reason,
                        "by": by.user_id,
                    },
                )
                muted = Mute(conversation_id=conversation_id, person_id=person_id, until=until, reason=reason)
                await carrier.tell(change.connection, {"kind": "muted", "mute": muted.model_dump(mode="json")})
            fanout.announce_muted(room, muted)
    log.info(
        "person muted",
        extra={
            "conversation_id": conversation_id,
            "person_id": person_id,
            "user_id": by.user_id,
            "seconds": seconds,
        },
    )
    return muted
