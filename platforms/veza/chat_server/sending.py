"""From a draft to a message that everybody has: stored in groups, told in order, answered always.

Drafts of one conversation wait in its room. One worker takes all that wait, stores them in one
transaction and tells of them before it takes the next: a burst costs one commit for many messages,
and nothing is told out of order.
"""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

from asyncpg import UniqueViolationError
from prometheus_client import Counter, Histogram

from platforms.common.errors import ApiError, unavailable
from platforms.common.logs import correlation_id
from platforms.veza.chat_server import fanout, frames, storing
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.connections import Connection
from platforms.veza.chat_server.fanout import Room
from platforms.veza.chat_server.frames import Refusal
from platforms.veza.chat_server.model import Message
from platforms.veza.chat_server.storing import Draft, Stored

log = logging.getLogger(__name__)

LARGEST_GROUP = 64
"""Messages stored in one transaction."""
STORE_SECONDS = 2.5
"""Longer than this no sender waits for PostgreSQL."""
TRIES = 3
"""A message that is being stored in another conversation at the same moment is looked for again."""
LOOK_AGAIN_SECONDS = 0.5
"""After a failure: how soon to look whether something has been stored all the same."""

SENT = Counter("messages_sent", "Messages stored.")
REFUSED = Counter("messages_refused", "Messages not stored, by what the sender was told.", ["code"])
STORING = Histogram("message_store_seconds", "Time to store a group of messages.")


async def submit(chat: Chat, draft: Draft) -> None:
    """Take a message on its way; its socket is told what became of it.

    Waits only while the socket has too many on their way already.
    """
    await draft.connection.drafts.acquire()
    with chat.rooms.use(draft.conversation_id) as room:
        room.waiting.append(draft)
        _wake(chat, room)


def refuse(connection: Connection, refusal: Refusal, client_message_id: str | None) -> None:
    """Tell a sender that a message is not stored, and why."""
    REFUSED.labels(refusal.code).inc()
    log.info(
        "message refused: %s",
        refusal.code,
        extra={"user_id": connection.person_id, "client_message_id": client_message_id},
    )
    connection.send(frames.error(refusal, client_message_id))


def _wake(chat: Chat, room: Room) -> None:
    if room.worker is None:
        room.worker = asyncio.create_task(_work(chat, room))
        chat.workers.add(room.worker)
        room.worker.add_done_callback(chat.workers.discard)


async def _work(chat: Chat, room: Room) -> None:
    """Store and tell until nothing waits."""
    with chat.rooms.use(room.conversation_id):
        try:
            while room.waiting or room.unsure:
                async with room.turn:
                    group = [room.waiting.popleft() for _ in range(min(len(room.waiting), LARGEST_GROUP))]
                    room.unsure = False  # what is not heard from now on is found the next time
                    try:
                        stored = await _store(chat, room, group)
                    except (Exception, asyncio.CancelledError) as error:
                        _give_up(chat, room, group, error)
                        break
                    _tell(room, group, stored)
        finally:  # whatever befell this one, there is another for what is said next
            room.worker = None


async def _store(chat: Chat, room: Room, group: list[Draft]) -> Stored:
    for attempt in range(1, TRIES + 1):
        try:
            with STORING.time():
                async with asyncio.timeout(STORE_SECONDS), chat.events.change() as change:
                    return await storing.store(change, room.conversation_id, group, fanout.told_up_to(room))
        except UniqueViolationError:
            if attempt == TRIES:
                raise
        except TimeoutError:
            raise unavailable("The database") from None
    raise AssertionError("unreachable")


def _tell(room: Room, group: list[Draft], stored: Stored) -> None:
    """Everybody present gets what is new, every sender their answer; on each socket in order of sequence."""
    senders = {message.id: draft.connection for draft, message in stored.messages.items()}
    for message in stored.untold:
        log.info("stored before, told now", extra=_ids(message))
        fanout.deliver(room, message, senders.get(message.id))
    for draft in group:
        token = correlation_id.set(draft.connection.correlation_id)
        if draft in stored.messages:
            message = stored.messages[draft]
            if message.id in stored.new:
                stored.new.discard(message.id)
                SENT.inc()
                log.info("message stored", extra={**_ids(message), "present": len(room.seats)})
                if stored.known is None:  # somebody has come meanwhile, and others may have spoken before
                    fanout.offer(room, message, draft.connection)
                else:
                    fanout.deliver(room, message, draft.connection)
            draft.connection.send(frames.sent(draft.client_message_id, message))
        else:
            refuse(draft.connection, stored.refusals[draft], draft.client_message_id)
        correlation_id.reset(token)
        draft.connection.drafts.release()
    if stored.known is not None and room.told is not None:
        fanout.caught_up(room, stored.last)


def _give_up(chat: Chat, room: Room, group: list[Draft], error: BaseException) -> None:
    """Tell everybody who waits. Whether PostgreSQL stored the group, or what others said, is unknown: look again soon.

    A cancellation is an error as well: nobody cancels a worker, but a library may be surprised by a line that breaks.
    """
    if isinstance(error, ApiError):
        refusal = Refusal(error.code, error.message, error.details)
        log.warning("messages cannot be stored now", extra={"conversation_id": room.conversation_id})
    else:
        refusal = Refusal("SYSTEM_ERROR", "Something went wrong on our side.")
        log.error("messages were not stored", exc_info=error, extra={"conversation_id": room.conversation_id})
    for draft in [*group, *room.waiting]:
        refuse(draft.connection, refusal, draft.client_message_id)
        draft.connection.drafts.release()
    room.waiting.clear()
    room.unsure = False
    asyncio.get_running_loop().call_later(LOOK_AGAIN_SECONDS, look_again, chat, room.conversation_id)


def look_if_early(chat: Chat, room: Room) -> None:
    """Look for what is missing before a message that waits."""
    if room.early:
        look_again(chat, room.conversation_id)


def look_again(chat: Chat, conversation_id: UUID) -> None:
    """Look whether something is stored that those here were not told of."""
    with chat.rooms.use(conversation_id) as room:
        if room.seats:
            room.unsure = True
            _wake(chat, room)


def _ids(message: Message) -> dict[str, object]:
    return {
        "conversation_id": message.conversation_id,
        "message_id": message.id,
        "sequence": message.sequence,
        "user_id": message.sender.id,
    }
