"""What an instance does about the news of the others: those with a socket here hear it as if it had been done here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from platforms.veza.chat_server import fanout, frames, people, sending
from platforms.veza.chat_server.carrier import News
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.fanout import Room
from platforms.veza.chat_server.model import Message, Mute, Person

PATIENCE_SECONDS = 0.05
"""How long a message that is early waits for those before it, before they are looked for."""
LATE_SECONDS = 5.0
"""What is stored with one time may be committed so much later."""
_REMOVED_SINCE = """
    SELECT conversation_id, id, removed_by FROM messages
    WHERE conversation_id = ANY($1) AND removed_at > clock_timestamp() - $2::interval ORDER BY removed_at
"""
_MUTED_SINCE = """
    SELECT conversation_id, person_id, until, reason FROM mutes
    WHERE conversation_id = ANY($1) AND muted_at > clock_timestamp() - $2::interval AND until > clock_timestamp()
    ORDER BY muted_at
"""
_RENAMED_SINCE = """
    SELECT person.id, person.name, array_agg(member.conversation_id) AS conversations
    FROM people person JOIN members member ON member.person_id = person.id
    WHERE member.conversation_id = ANY($1) AND person.renamed_at > clock_timestamp() - $2::interval
    GROUP BY person.id ORDER BY person.renamed_at
"""

Remote = tuple[UUID, Person, int]
"""In which conversation, who, with how many sockets."""


def start(chat: Chat) -> None:
    """Hear and be heard from now on."""
    chat.rooms.on_change = lambda room, person: _tell_who_is_here(chat, room, person)
    chat.carrier.start(
        lambda instance, news: hear(chat, instance, news),
        lambda instance: lose(chat, instance),
        lambda connection, seconds: look_everywhere(chat, connection, seconds),
    )


def hear(chat: Chat, instance: str, news: News) -> None:
    """Take in what another instance tells."""
    if news["kind"] in _OF_PRESENCE:
        _OF_PRESENCE[news["kind"]](chat, instance, news)
    elif news["kind"] != "beat":
        _OF_CONVERSATIONS[news["kind"]](chat, news)


def lose(chat: Chat, instance: str) -> None:
    """An instance is gone, and all who were present there."""
    _put_all(chat, instance, [])


async def look_everywhere(chat: Chat, connection: asyncpg.Connection, seconds: float) -> None:
    """For so long something may have been told that was not heard here: make it good for those who are here.

    It is read over the connection that listens: whatever was committed later is heard after it.
    """
    here = {room.conversation_id: room for room in chat.rooms if room.seats}
    for conversation_id in here:
        sending.look_again(chat, conversation_id)
    for found in await connection.fetch("SELECT id FROM conversations WHERE id = ANY($1)", list(here)):
        del here[found["id"]]
    for conversation_id in here:
        close(chat, conversation_id)
    occupied, since = (
        [room.conversation_id for room in chat.rooms if room.seats],
        timedelta(seconds=seconds + LATE_SECONDS),
    )
    for row in await connection.fetch(_REMOVED_SINCE, occupied, since):
        _announce_removed(chat, row["conversation_id"], row["id"], str(row["removed_by"]))
    for row in await connection.fetch(_MUTED_SINCE, occupied, since):
        _announce_muted(chat, Mute(**row))
    for row in await connection.fetch(_RENAMED_SINCE, occupied, since):
        people.show_renamed(chat, Person(id=row["id"], name=row["name"]), set(row["conversations"]))


def close(chat: Chat, conversation_id: UUID) -> None:
    """A conversation is no more: whoever is there is told that they have left."""
    with chat.rooms.use(conversation_id) as room:
        fanout.announce(room, frames.left(conversation_id))
        for connection in list(room.seats):
            fanout.leave(room, connection)
    chat.presence.changed(conversation_id)


def _announce_removed(chat: Chat, conversation_id: UUID, message_id: UUID, by: str) -> None:
    with chat.rooms.use(conversation_id) as room:
        fanout.announce_removed(room, message_id, by)


def _announce_muted(chat: Chat, mute: Mute) -> None:
    with chat.rooms.use(mute.conversation_id) as room:
        fanout.announce_muted(room, mute)


def _tell_who_is_here(chat: Chat, room: Room, person: Person) -> asyncio.Event:
    conversation_id = room.conversation_id

    def news() -> News:
        """As it is when it is told: by then the conversation may have been left by all, and be in use again."""
        with chat.rooms.use(conversation_id) as now:
            seat = next((seat for seat in now.seats.values() if seat.person and seat.person.id == person.id), None)
            called = seat.person if seat and seat.person else person
            return {"kind": "here", **_told(now, called, fanout.sockets_here(now)[person.id])}

    return chat.carrier.soon((conversation_id, person.id), news)


def _all_here(chat: Chat) -> list[dict[str, Any]]:
    return [
        _told(room, seat.person, fanout.sockets_here(room)[seat.person.id])
        for room in chat.rooms
        for seat in {seat.person.id: seat for seat in room.seats.values() if seat.person}.values()
        if seat.person
    ]


def _told(room: Room, person: Person, sockets: int) -> dict[str, Any]:
    return {
        "conversation_id": str(room.conversation_id),
        "person": person.model_dump(mode="json"),
        "sockets": sockets,
    }


def _remote(told: dict[str, Any]) -> Remote:
    return UUID(told["conversation_id"]), Person(**told["person"]), told["sockets"]


def _put_all(chat: Chat, instance: str, people: list[Remote]) -> None:
    there = {(conversation_id, person.id) for conversation_id, person, _ in people}
    for room in chat.rooms:
        for whose, person_id in list(room.elsewhere):
            if whose == instance and (room.conversation_id, person_id) not in there:
                _put(chat, instance, (room.conversation_id, room.elsewhere[whose, person_id][0], 0))
    for one in people:
        _put(chat, instance, one)
        chat.presence.changed(one[0])


def _put(chat: Chat, instance: str, remote: Remote) -> None:
    conversation_id, person, sockets = remote
    with chat.rooms.use(conversation_id) as room:
        newcomer = fanout.put_elsewhere(room, instance, person, sockets)
        if room.seats or not room.elsewhere:
            chat.presence.changed(conversation_id)
        if newcomer and room.seats:
            task = asyncio.create_task(chat.playing.arrived(room, person))
            chat.workers.add(task)
            task.add_done_callback(chat.workers.discard)


def _said(chat: Chat, news: News) -> None:
    for told in news["messages"]:
        message = Message(**told)
        with chat.rooms.use(message.conversation_id) as room:
            if room.seats and not fanout.offer(room, message):
                asyncio.get_running_loop().call_later(PATIENCE_SECONDS, sending.look_if_early, chat, room)


def _removed(chat: Chat, news: News) -> None:
    _announce_removed(chat, UUID(news["conversation_id"]), UUID(news["message_id"]), news["by"])


def _muted(chat: Chat, news: News) -> None:
    _announce_muted(chat, Mute(**news["mute"]))


def _renamed(chat: Chat, news: News) -> None:
    people.show_renamed(chat, Person(**news["person"]), {UUID(one) for one in news["conversations"]})


_OF_CONVERSATIONS: dict[str, Callable[[Chat, News], None]] = {
    "said": _said,
    "removed": _removed,
    "muted": _muted,
    "renamed": _renamed,
    "deleted": lambda chat, news: close(chat, UUID(news["conversation_id"])),
    "ended": lambda chat, news: chat.connections.end(news["identity"]),
}
_OF_PRESENCE: dict[str, Callable[[Chat, str, News], object]] = {
    "here": lambda chat, instance, news: _put(chat, instance, _remote(news)),
    "all": lambda chat, instance, news: _put_all(chat, instance, [_remote(one) for one in news["people"]]),
    "ask": lambda chat, _, __: chat.carrier.soon("all", lambda: {"kind": "all", "people": _all_here(chat)}),
}
