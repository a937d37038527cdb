"""Everybody present is told everything once and in order; nobody waits for a slow reader."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.types import Message as AsgiMessage
from starlette.websockets import WebSocket

from platforms.common import sockets
from platforms.common.security import Caller
from platforms.veza.chat_server import fanout
from platforms.veza.chat_server.connections import Connection, Connections
from platforms.veza.chat_server.fanout import Room, Rooms
from platforms.veza.chat_server.model import History, Message, Person, Snapshot

ROOM = uuid4()
LINA, ARNO, MILO = (Person(id=uuid4(), name=name) for name in ("Lina", "Arno", "Milo"))


class Client:
    """The far end of a socket. It takes frames as long as it `reads`."""

    def __init__(self, person: Person, session: str = "") -> None:
        self.heard: list[dict[str, Any]] = []
        self.closed: int | None = None
        self.reads = asyncio.Event()
        self.reads.set()
        self._frames: asyncio.Queue[AsgiMessage] = asyncio.Queue()
        self._frames.put_nowait({"type": "websocket.connect"})
        caller = Caller(str(person.id), person.name, "listener", session or str(uuid4()))
        self.socket = WebSocket({"type": "websocket"}, self._frames.get, self._take)
        self.connection = Connection(self.socket, caller, "token")

    async def _take(self, message: AsgiMessage) -> None:
        await self.reads.wait()
        if message["type"] == "websocket.send":
            self.heard.append(json.loads(message["text"]))
        elif message["type"] == "websocket.close":
            self.closed = message["code"]

    @contextmanager
    def connected(self, admitted: Connections | None = None, lifetime: float = 60) -> Iterator[asyncio.Task[None]]:
        """Serve it as the service does; yields the task that ends with the connection."""

        async def hear(_: str | None) -> None:
            """Clients here say nothing."""

        async def serve() -> None:
            await self.socket.accept()
            with (admitted or Connections()).admit(self.connection, time.time() + lifetime):
                await self.connection.run(hear)
            await self.connection.close()

        served = asyncio.create_task(serve())
        try:
            yield served
        finally:
            served.cancel()

    @property
    def sequences(self) -> list[int]:
        return [frame["message"]["sequence"] for frame in self.heard if frame["type"] == "NewMessage"]

    @property
    def presence(self) -> list[tuple[str, bool]]:
        found = [frame for frame in self.heard if frame["type"] == "PresenceChanged"]
        return [(frame["person"]["name"], frame["present"]) for frame in found]


def scenario(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        async def within_time() -> None:
            async with asyncio.timeout(10):
                await test()

        asyncio.run(within_time())

    run.__name__ = test.__name__
    return run


def message(sequence: int, sender: Person = LINA) -> Message:
    return Message(
        id=UUID(int=sequence),
        conversation_id=ROOM,
        sequence=sequence,
        sender=sender,
        content=f"number {sequence}",
        track=None,
        sent_at=datetime.now(UTC),
    )


def history(first: int, last: int, *, has_more: bool = False) -> Snapshot:
    said = [message(sequence) for sequence in range(first, last + 1)]
    return Snapshot(members=[], history=History(messages=said, has_more=has_more), last_sequence=last)


def join(room: Room, client: Client, person: Person, shown: Snapshot | None = None, *, live: bool = True) -> None:
    seat = fanout.take_seat(room, client.connection)
    fanout.arrive(room, seat, person)
    fanout.settle(room, seat, shown or history(1, 0), live=live)


async def all_written() -> None:
    """Let every writer send what waits."""
    for _ in range(2 * sockets.LONGEST_QUEUE):
        await asyncio.sleep(0)


@scenario
async def test_joining_while_messages_fly_loses_nothing_and_repeats_nothing() -> None:
    room, arno = Room(ROOM), Client(ARNO)
    with arno.connected():
        seat = fanout.take_seat(room, arno.connection)
        for sequence in (1, 2, 3):  # 1 and 2 were committed before the history was read, 3 after it
            fanout.deliver(room, message(sequence), None)
        fanout.arrive(room, seat, ARNO)
        fanout.settle(room, seat, history(1, 2), live=True)
        fanout.deliver(room, message(4), None)
        await all_written()

    confirmed = arno.heard[0]
    assert confirmed["action"] == "joined_conversation"
    assert [one["sequence"] for one in confirmed["messages"]] == [1, 2]
    assert arno.sequences == [3, 4]


@scenario
async def test_a_message_told_late_of_which_the_history_knew_is_not_repeated() -> None:
    room, arno, milo = Room(ROOM), Client(ARNO), Client(MILO)
    with arno.connected(), milo.connected():
        join(room, milo, MILO)
        join(room, arno, ARNO, history(1, 2))  # both stored, and about to be told
        assert fanout.told_up_to(room) == 0
        fanout.deliver(room, message(1), None)
        fanout.deliver(room, message(2), None)
        await all_written()

    assert (arno.sequences, milo.sequences) == ([], [1, 2])
    assert fanout.told_up_to(room) == 2


@scenario
async def test_the_sender_is_not_told_but_their_other_device_is() -> None:
    room, phone, laptop, arno = Room(ROOM), Client(LINA), Client(LINA), Client(ARNO)
    with phone.connected(), laptop.connected(), arno.connected():
        for client, person in ((phone, LINA), (laptop, LINA), (arno, ARNO)):
            join(room, client, person)
        fanout.deliver(room, message(1), phone.connection)
        await all_written()

    assert (phone.sequences, laptop.sequences, arno.sequences) == ([], [1], [1])
    assert fanout.told_up_to(room) == 1


@scenario
async def test_who_still_misses_older_messages_gets_nothing_live() -> None:
    room, arno = Room(ROOM), Client(ARNO)
    with arno.connected():
        join(room, arno, ARNO, history(1, 500, has_more=True), live=False)
        fanout.deliver(room, message(601), None)
        join(room, arno, ARNO, history(501, 601), live=True)
        fanout.deliver(room, message(602), None)
        await all_written()

    assert arno.sequences == [602]


@scenario
async def test_others_hear_of_a_person_once_however_many_sockets_they_have() -> None:
    room, lina, phone, laptop = Room(ROOM), Client(LINA), Client(ARNO), Client(ARNO)
    with lina.connected(), phone.connected(), laptop.connected():
        join(room, lina, LINA)
        join(room, phone, ARNO)
        join(room, laptop, ARNO)
        fanout.leave(room, phone.connection)
        fanout.leave(room, phone.connection)
        await all_written()
        assert lina.presence == [("Arno", True)]
        assert [person.name for person in fanout.present(room)] == ["Lina", "Arno"]

        fanout.leave(room, laptop.connection)
        await all_written()

    assert lina.presence == [("Arno", True), ("Arno", False)]
    assert laptop.presence == phone.presence == []


@scenario
async def test_who_is_joining_sees_who_is_present_in_the_confirmation_and_not_before() -> None:
    room, arno, milo = Room(ROOM), Client(ARNO), Client(MILO)
    with arno.connected(), milo.connected():
        seat = fanout.take_seat(room, arno.connection)
        fanout.arrive(room, seat, ARNO)
        join(room, milo, MILO)
        fanout.settle(room, seat, history(1, 0), live=True)
        await all_written()

    assert [frame["type"] for frame in arno.heard] == ["ActionConfirmed"]
    assert [person["name"] for person in arno.heard[0]["present"]] == ["Arno", "Milo"]


@scenario
async def test_a_room_goes_with_the_last_who_uses_it() -> None:
    rooms, arno = Rooms(), Client(ARNO)
    with rooms.use(ROOM) as room:
        join(room, arno, ARNO)
    assert rooms.sockets(ROOM) == {str(ARNO.id): 1}
    with rooms.use(ROOM) as same:
        assert same is room
        fanout.leave(same, arno.connection)
    assert list(rooms) == []


@scenario
async def test_a_message_on_its_way_keeps_its_room_for_those_who_join_meanwhile() -> None:
    rooms, stored = Rooms(), asyncio.Event()

    async def work() -> None:
        await stored.wait()

    with rooms.use(ROOM) as room:
        room.worker = asyncio.create_task(work())
    with rooms.use(ROOM) as same:
        assert same is room
        stored.set()
        await room.worker
        room.worker = None
    assert list(rooms) == []


@scenario
async def test_what_another_instance_stored_waits_for_what_comes_before_it() -> None:
    room, arno = Room(ROOM), Client(ARNO)
    with arno.connected():
        seat = fanout.take_seat(room, arno.connection)
        assert not fanout.offer(room, message(3))  # nobody knows yet what the history holds
        fanout.arrive(room, seat, ARNO)
        fanout.settle(room, seat, history(1, 1), live=True)
        assert not fanout.offer(room, message(4))
        assert fanout.offer(room, message(1)), "it is known"
        assert fanout.offer(room, message(2))
        assert fanout.offer(room, message(4)), "it was told with the others"
        fanout.caught_up(room, 6)  # 5 and 6 were removed
        assert fanout.offer(room, message(7))
        await all_written()

    assert arno.sequences == [2, 3, 4, 7]
    assert room.early == {}


@scenario
async def test_somebody_is_present_once_on_however_many_instances() -> None:
    rooms, lina, phone = Rooms(), Client(LINA), Client(ARNO)
    with lina.connected(), phone.connected(), rooms.use(ROOM) as room:
        join(room, lina, LINA)
        assert fanout.put_elsewhere(room, "other", ARNO, 1)
        join(room, phone, ARNO)
        assert not fanout.put_elsewhere(room, "other", ARNO, 2)
        assert rooms.sockets(ROOM) == {str(LINA.id): 1, str(ARNO.id): 3}
        fanout.leave(room, phone.connection)
        assert [person.name for person in rooms.present(ROOM)] == ["Lina", "Arno"]
        assert not fanout.put_elsewhere(room, "other", ARNO, 0)
        await all_written()

    assert lina.presence == [("Arno", True), ("Arno", False)]


@scenario
async def test_a_slow_reader_is_cut_and_nobody_waits_for_it() -> None:
    room, slow, quick = Room(ROOM), Client(ARNO), Client(MILO)
    with slow.connected() as served, quick.connected():
        join(room, slow, ARNO)
        join(room, quick, MILO)
        await all_written()
        slow.reads.clear()
        last = sockets.LONGEST_QUEUE + 2
        for sequence in range(1, last + 1):
            fanout.deliver(room, message(sequence), None)
            if sequence % 100 == 0:
                await all_written()
        await all_written()
        assert quick.sequences == list(range(1, last + 1))

        slow.reads.set()  # it may still learn why
        await served
    assert slow.closed == sockets.TOO_SLOW
    assert len(slow.sequences) < last


@scenario
async def test_a_session_that_ends_takes_its_sockets_with_it_and_no_others() -> None:
    admitted, phone, laptop = Connections(), Client(LINA, "s-1"), Client(LINA, "s-2")
    with phone.connected(admitted) as served, laptop.connected(admitted) as other:
        await all_written()
        admitted.end("s-1")
        await served
        assert phone.closed == sockets.SESSION_ENDED
        assert not other.done()

        admitted.end(str(LINA.id))
        await other
    assert laptop.closed == sockets.SESSION_ENDED


@scenario
async def test_a_session_that_ended_while_its_socket_was_being_opened_gets_none() -> None:
    admitted, phone = Connections(), Client(LINA, "s-1")
    admitted.end("s-1")
    with phone.connected(admitted) as served:
        await served
    assert phone.closed == sockets.SESSION_ENDED


@pytest.mark.parametrize("lifetime", [-1.0, 0.05])
def test_a_socket_lives_no_longer_than_its_token(lifetime: float) -> None:
    async def outlive() -> None:
        phone = Client(LINA)
        with phone.connected(lifetime=lifetime) as served:
            await asyncio.wait_for(served, 5)
        assert phone.closed == sockets.SESSION_ENDED

    asyncio.run(outlive())
