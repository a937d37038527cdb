"""Who is in a conversation just now, and what they are told: everything once, in order, nobody waits.

Rooms are of this instance, and know who is present on the others. What is stored there comes in through `offer`, and
waits for its turn.

A socket that joins takes a seat first and hears nothing yet: what is said meanwhile is held for it.
Then its history is read, and what was held and is not in the history follows. So nothing falls
between history and live, and nothing comes twice. No function here awaits: each is one step for
everybody present.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from platforms.veza.chat_server import frames
from platforms.veza.chat_server.connections import Connection
from platforms.veza.chat_server.model import Listener, Message, Mute, Person, Snapshot
from platforms.veza.chat_server.storing import Draft


@dataclass(eq=False)
class Seat:
    """One socket in a conversation."""

    connection: Connection
    person: Person | None = None
    """Whom the others see here; known when they may be here."""
    joined: bool = False
    """Whether the client knows that it has joined."""
    live: bool = False
    """Whether new messages are sent (not while the client still has to ask for older ones)."""
    seen: int = 0
    """The last sequence that was sent."""
    held: list[tuple[str | None, int | None]] | None = field(default_factory=list)
    """Frames that wait for the history to be read, with the sequence where it is a message; else None."""


def _tell_nobody(room: Room, person: Person) -> asyncio.Event:
    """There are no other instances: all of them know."""
    told = asyncio.Event()
    told.set()
    return told


@dataclass(eq=False)
class Room:
    """A conversation while somebody is in it or something is done in it."""

    conversation_id: UUID
    on_change: Callable[[Room, Person], asyncio.Event] = _tell_nobody
    """Called when the number of sockets that somebody has here changes; what it returns is set when others know."""
    seats: dict[Connection, Seat] = field(default_factory=dict)
    elsewhere: dict[tuple[str, UUID], tuple[Person, int]] = field(default_factory=dict)
    """Who is present on which other instance, with how many sockets."""
    told: int | None = None
    """The last sequence that those here were told; None before somebody was shown the history."""
    early: dict[int, tuple[Message, Connection | None]] = field(default_factory=dict)
    """Messages, and where they came from, that wait until those before them are told."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from storing a change until everybody is told, so that telling keeps the order of storing."""
    waiting: deque[Draft] = field(default_factory=deque)
    """Messages on their way to be stored."""
    worker: asyncio.Task[None] | None = None
    """Stores and tells of what waits; there is one while anything does."""
    unsure: bool = False
    """A message may have been stored that nobody was told of."""
    announced: dict[tuple[str, UUID], str] = field(default_factory=dict)
    """What those here were told last of each message and person that something was done to."""
    users: int = 0


class Rooms:
    """The rooms in use."""

    def __init__(self) -> None:
        self._rooms: dict[UUID, Room] = {}
        self.on_change: Callable[[Room, Person], asyncio.Event] = _tell_nobody
        """Called when the number of sockets that somebody has in a room changes."""

    @contextmanager
    def use(self, conversation_id: UUID) -> Iterator[Room]:
        """The room of a conversation; it stays the same one as long as anybody uses it."""
        room = self._rooms.get(conversation_id)
        if room is None:
            room = self._rooms[conversation_id] = Room(conversation_id, self.on_change)
        room.users += 1
        try:
            yield room
        finally:
            room.users -= 1
            if not (room.users or room.seats or room.worker or room.elsewhere):
                del self._rooms[conversation_id]

    def present(self, conversation_id: UUID) -> list[Person]:
        room = self._rooms.get(conversation_id)
        return present(room) if room else []

    def sockets(self, conversation_id: UUID) -> dict[Any, Any]:
        """How many sockets each person has there, on all instances, by the person's id, as Redis wants it."""
        if (room := self._rooms.get(conversation_id)) is None:
            return {}
        counted = sockets_here(room)
        for person, number in room.elsewhere.values():
            counted[person.id] += number
        return {str(person_id): number for person_id, number in counted.items()}

    def rename(self, person: Person) -> None:
        """Somebody is called otherwise from now on."""
        for room in self._rooms.values():
            for seat in room.seats.values():
                if seat.person and seat.person.id == person.id:
                    seat.person = person
            for (instance, person_id), (_, number) in list(room.elsewhere.items()):
                if person_id == person.id:
                    room.elsewhere[instance, person_id] = person, number

    def __iter__(self) -> Iterator[Room]:
        return iter(list(self._rooms.values()))


def present(room: Room) -> list[Person]:
    """Everybody who has joined, each once, in the order of arrival; those who are elsewhere come last."""
    here = {seat.person.id: seat.person for seat in room.seats.values() if seat.person}
    return list({**here, **{person.id: person for person, _ in room.elsewhere.values()}}.values())


def sockets_here(room: Room) -> Counter[UUID]:
    """How many sockets each person has here, on this instance."""
    return Counter(seat.person.id for seat in room.seats.values() if seat.person)


def take_seat(room: Room, connection: Connection) -> Seat:
    """From now on nothing that is said is lost for this socket: it is held until the seat is settled."""
    seat = room.seats.setdefault(connection, Seat(connection))
    seat.held = seat.held or []
    connection.joined.add(room.conversation_id)
    return seat


def arrive(room: Room, seat: Seat, person: Person) -> bool:
    """The others see the person from now on; they are told when it is the person's first seat, and so is the caller."""
    newcomer = person.id not in {one.id for one in present(room)}
    seat.person = person
    room.on_change(room, person)
    if newcomer:
        _tell_presence(room, person, present=True)
    return newcomer


def put_elsewhere(room: Room, instance: str, person: Person, sockets: int) -> bool:
    """So many sockets of somebody are on another instance; the others are told when they come or go, and so is the
    caller when they come.
    """
    before = person.id in {one.id for one in present(room)}
    if sockets:
        room.elsewhere[instance, person.id] = person, sockets
    else:
        room.elsewhere.pop((instance, person.id), None)
    after = person.id in {one.id for one in present(room)}
    if before != after:
        _tell_presence(room, person, present=after)
    return after and not before


def settle(room: Room, seat: Seat, shown: Snapshot, *, live: bool, playing: Sequence[Listener] = ()) -> None:
    """The history is read: confirm with it and what the others listen to, and go on with what was held."""
    seat.joined, seat.seen, seat.live = True, shown.last_sequence, live
    seat.connection.send(frames.joined(room.conversation_id, shown, present(room), list(playing)))
    release(seat)
    if room.told is None:
        caught_up(room, shown.last_sequence)


def release(seat: Seat) -> None:
    """Send what was held."""
    held, seat.held = seat.held or [], None
    for frame, sequence in held:
        _hear(seat, frame, sequence)


def leave(room: Room, connection: Connection) -> None:
    """Give up the seat, if there is one; the others are told when it was the person's last."""
    connection.joined.discard(room.conversation_id)
    seat = room.seats.pop(connection, None)
    if not room.seats:
        room.told, room.early = None, {}
    if seat and seat.person:
        room.on_change(room, seat.person)
    if seat and seat.person and seat.person.id not in {one.id for one in present(room)}:
        _tell_presence(room, seat.person, present=False)


def deliver(room: Room, message: Message, origin: Connection | None) -> None:
    """Send a message to every socket here but the one it came from, which is told otherwise."""
    frame = frames.new_message(message)
    for seat in room.seats.values():
        _hear(seat, None if seat.connection is origin else frame, message.sequence)
    if room.told is not None:
        room.told = max(room.told, message.sequence)


def offer(room: Room, message: Message, origin: Connection | None = None) -> bool:
    """Deliver a message when it is its turn, with those that waited for it; False when it waits itself."""
    if room.told is not None and message.sequence <= room.told:
        return True
    room.early[message.sequence] = message, origin
    _go_on(room)
    return message.sequence not in room.early


def caught_up(room: Room, sequence: int) -> None:
    """Everybody here knows all up to this sequence."""
    room.told = max(room.told or 0, sequence)
    _go_on(room)


def _go_on(room: Room) -> None:
    if room.told is None:
        return
    for sequence in [one for one in room.early if one <= room.told]:
        del room.early[sequence]
    while (waited := room.early.pop(room.told + 1, None)) is not None:
        deliver(room, *waited)


def announce(room: Room, frame: str) -> None:
    """Send everybody here something that is not a message."""
    for seat in room.seats.values():
        _hear(seat, frame, None)


def announce_removed(room: Room, message_id: UUID, by: str) -> None:
    """Tell everybody here, once, that a message is gone."""
    _announce_once(room, ("removed", message_id), frames.message_removed(room.conversation_id, message_id, by))


def announce_muted(room: Room, mute: Mute) -> None:
    """Tell everybody here, once, that somebody is muted until then."""
    _announce_once(room, ("muted", mute.person_id), frames.member_muted(mute))


def announce_renamed(room: Room, person: Person) -> None:
    """Tell everybody here, once, what somebody is called from now on."""
    _announce_once(room, ("renamed", person.id), frames.person_renamed(room.conversation_id, person))


def _announce_once(room: Room, what: tuple[str, UUID], frame: str) -> None:
    """It may be heard of more than once: as it is done, and when something was missed."""
    if room.announced.get(what) != frame:
        room.announced[what] = frame
        announce(room, frame)


def told_up_to(room: Room) -> int | None:
    """The last sequence that everybody who listens has been sent; None when nobody listens."""
    return room.told


def _hear(seat: Seat, frame: str | None, sequence: int | None) -> None:
    if seat.held is not None:
        seat.held.append((frame, sequence))
        return
    if sequence is not None:
        if not seat.live or sequence <= seat.seen:
            return
        seat.seen = sequence
    if frame is not None:
        seat.connection.send(frame)


def _tell_presence(room: Room, person: Person, *, present: bool) -> None:
    tell_others(room, person, frames.presence_changed(room.conversation_id, person, present))


def tell_others(room: Room, person: Person, frame: str) -> None:
    """Tell everybody else who has joined; whoever is still joining sees it in their confirmation."""
    for seat in room.seats.values():
        if seat.joined and seat.person and seat.person.id != person.id:
            seat.connection.send(frame)
