"""What an instance does about the news of the others: those with a socket here hear it as if it had been done here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from platforms.veza.chat_server import fanout, frames, people, sending
from platforms.veza.chat_server.carrier import News
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.fanout import Room
from platforms.veza.chat_server.model import Message, Mute, Person

PATIENCE_SECONDS = 0.05
"""How long a message that is early waits for those before it, before they are looked for."""

Remote = tuple[UUID, Person, int]
"""In which conversation, who, with how many sockets."""


def start(chat: Chat) -> None:
    """Hear and be heard from now on."""
    chat.rooms.on_change = lambda room, person: _tell_who_is_here(chat, room, person)
    chat.carrier.start(
        lambda instance, news: hear(chat, instance, news),
        lambda instance: lose(chat, instance),
        lambda: look_everywhere(chat),
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


def look_everywhere(chat: Chat) -> None:
    """Something may have been said that was not heard here."""
    for room in chat.rooms:
        sending.look_again(chat, room.conversation_id)


def close(chat: Chat, conversation_id: UUID) -> None:
    """A conversation is no more: whoever is there is told that they have left."""
    with chat.rooms.use(conversation_id) as room:
        fanout.announce(room, frames.left(conversation_id))
        for connection in list(room.seats):
            fanout.leave(room, connection)
    chat.presence.changed(conversation_id)


def _announce(chat: Chat, conversation_id: UUID, frame: str) -> None:
    with chat.rooms.use(conversation_id) as room:
        fanout.announce(room, frame)


def _tell_who_is_here(chat: Chat, room: Room, person: Person) -> asyncio.Event:
    def news() -> News:
        return {"kind": "here", **_told(room, person, fanout.sockets_here(room).get(person.id, 0))}

    return chat.carrier.soon((room.conversation_id, person.id), news)


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
    conversation_id, message_id = UUID(news["conversation_id"]), UUID(news["message_id"])
    _announce(chat, conversation_id, frames.message_removed(conversation_id, message_id, news["by"]))


def _muted(chat: Chat, news: News) -> None:
    mute = Mute(**news["mute"])
    _announce(chat, mute.conversation_id, frames.member_muted(mute))


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
