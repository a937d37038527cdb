"""What instances of chat-server tell each other: as it is when it is told, and again after something was missed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import pytest

from platforms.veza.chat_server import between, carrier, fanout, sending
from platforms.veza.chat_server.carrier import Carrier, News
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.connections import Connection
from platforms.veza.chat_server.fanout import Rooms
from platforms.veza.chat_server.model import Person
from platforms.veza.chat_server.storing import Draft

LINA, MILO = Person(id=uuid4(), name="Lina"), Person(id=uuid4(), name="Milo")
MESSAGE = uuid4()
LATER = datetime(2031, 1, 1, tzinfo=UTC)


class Line:
    """The connection of somebody who has joined, with what came over it."""

    def __init__(self, person: Person) -> None:
        self.person_id, self.correlation_id = person.id, ""
        self.joined: set[UUID] = set()
        self.drafts = asyncio.Semaphore(1)
        self.heard: list[dict[str, Any]] = []

    def send(self, frame: str) -> None:
        self.heard.append(json.loads(frame))

    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.heard]


class Said:
    """A carrier that only notes what it is to tell."""

    def __init__(self) -> None:
        self.waiting: dict[object, Callable[[], News]] = {}

    def soon(self, key: object, news: Callable[[], News]) -> asyncio.Event:
        self.waiting.setdefault(key, news)
        return asyncio.Event()

    def start(self, *_: object) -> None:
        pass


class Scene:
    """Lina in a conversation, on one of several instances."""

    def __init__(self) -> None:
        self.said = Said()
        changed = SimpleNamespace(changed=lambda _: None)
        self.chat = cast(
            Chat, SimpleNamespace(rooms=Rooms(), carrier=self.said, presence=changed, workers=set(), events=None)
        )
        between.start(self.chat)
        self.conversation_id = uuid4()
        self.line = Line(LINA)
        self.come()

    @property
    def connection(self) -> Connection:
        return cast(Connection, self.line)

    def come(self) -> None:
        with self.chat.rooms.use(self.conversation_id) as room:
            fanout.arrive(room, fanout.take_seat(room, self.connection), LINA)
            room.seats[self.connection].held = None

    def go(self) -> None:
        with self.chat.rooms.use(self.conversation_id) as room:
            fanout.leave(room, self.connection)

    def told(self) -> list[News]:
        """What is told now."""
        waiting, self.said.waiting = self.said.waiting, {}
        return [news() for news in waiting.values()]


class Table:
    """A connection to PostgreSQL that has one answer to everything asked for, by a word of the question."""

    def __init__(self, answers: dict[str, list[dict[str, Any]]]) -> None:
        self.answers, self.asked = answers, 0

    async def fetch(self, sql: str, *_: object) -> list[dict[str, Any]]:
        self.asked += 1
        return next((rows for word, rows in self.answers.items() if word in sql), [])


def play(scenes: Callable[[Scene], Coroutine[Any, Any, None]]) -> None:
    async def begin() -> None:
        async with asyncio.timeout(5):
            await scenes(Scene())

    asyncio.run(begin())


def test_who_left_and_came_back_before_it_was_told_is_told_to_be_there() -> None:
    async def scene(it: Scene) -> None:
        it.told()
        it.go()
        it.come()
        assert [news["sockets"] for news in it.told()] == [1]

    play(scene)


def test_who_was_renamed_before_it_was_told_is_told_by_the_new_name() -> None:
    async def scene(it: Scene) -> None:
        it.chat.rooms.rename(Person(id=LINA.id, name="Lina the Loud"))
        assert [news["person"]["name"] for news in it.told()] == ["Lina the Loud"]

    play(scene)


@pytest.fixture
def _nothing_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "look_again", lambda *_: None)


@pytest.mark.usefixtures("_nothing_stored")
def test_what_was_done_while_an_instance_was_deaf_is_told_once_to_those_who_are_there() -> None:
    async def scene(it: Scene) -> None:
        here = {"conversation_id": it.conversation_id}
        done = Table(
            {
                "SELECT id FROM conversations": [{"id": it.conversation_id}],
                "removed_at": [{**here, "id": MESSAGE, "removed_by": MILO.id}],
                "muted_at": [{**here, "person_id": MILO.id, "until": LATER, "reason": "Too loud"}],
                "renamed_at": [{"id": MILO.id, "name": "Milo the Mild", "conversations": [it.conversation_id]}],
            }
        )
        for _ in range(2):
            await between.look_everywhere(it.chat, cast(asyncpg.Connection, done), 1.0)
        told = {"conversation_id": str(it.conversation_id), "message_id": str(MESSAGE), "by": str(MILO.id)}
        between.hear(it.chat, "another", {"kind": "removed", **told})
        assert it.line.kinds() == ["MessageRemoved", "MemberMuted", "PersonRenamed"]

    play(scene)


@pytest.mark.usefixtures("_nothing_stored")
def test_what_happens_twice_is_told_twice() -> None:
    async def scene(it: Scene) -> None:
        for until in (LATER, LATER + timedelta(hours=1)):
            mute = {"conversation_id": str(it.conversation_id), "person_id": str(MILO.id), "reason": "Too loud"}
            between.hear(it.chat, "another", {"kind": "muted", "mute": {**mute, "until": until.isoformat()}})
        assert it.line.kinds() == ["MemberMuted", "MemberMuted"]

    play(scene)


@pytest.mark.usefixtures("_nothing_stored")
def test_a_conversation_that_was_deleted_while_an_instance_was_deaf_is_left() -> None:
    async def scene(it: Scene) -> None:
        await between.look_everywhere(it.chat, cast(asyncpg.Connection, Table({})), 1.0)
        assert it.line.kinds() == ["ActionConfirmed"] and not list(it.chat.rooms)

    play(scene)


@pytest.mark.parametrize("surprise", [RuntimeError("the handler is closed"), asyncio.CancelledError()])
def test_whatever_befalls_a_message_the_next_ones_are_stored(
    surprise: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    async def store(_: object, __: object, group: list[Draft]) -> None:
        tries.append(len(group))
        raise surprise

    monkeypatch.setattr(sending, "_store", store)
    monkeypatch.setattr(sending, "LOOK_AGAIN_SECONDS", 0)

    async def scene(it: Scene) -> None:
        for number in range(2):
            await sending.submit(it.chat, Draft(it.connection, it.conversation_id, str(number), "Hello?", None))
            await asyncio.wait(it.chat.workers)
            assert it.line.kinds() == ["Error"] * (number + 1)
        while tries[-1]:  # whether something was said all the same, or by others, is looked for
            await asyncio.sleep(0)
        it.go()

    play(scene)


def test_what_may_have_been_missed_is_looked_for_until_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "RETRY_SECONDS", 0)
    moments = count()
    monkeypatch.setattr(carrier, "time", SimpleNamespace(monotonic=lambda: float(next(moments))))
    looked: list[float] = []
    enough = asyncio.Event()

    class Broken:
        """A connection that breaks as soon as it listens."""

        async def add_listener(self, *_: object) -> None:
            pass

        def add_termination_listener(self, _: object) -> None:
            pass

        def is_closed(self) -> bool:
            return True

        def terminate(self) -> None:
            pass

    async def connect(*_: object, **__: object) -> Broken:
        return Broken()

    async def back(_: asyncpg.Connection, seconds: float) -> None:
        looked.append(seconds)
        if len(looked) < 3:
            raise ConnectionResetError
        if len(looked) > 3:
            enough.set()

    monkeypatch.setattr(asyncpg, "connect", connect)

    async def scene(_: Scene) -> None:
        it = Carrier("postgresql://nowhere", "chat")
        it.start(lambda *_: None, lambda _: None, back)
        await enough.wait()
        await it._background.end()
        assert looked[0] < looked[1] < looked[2], f"the time for which something may have been missed: {looked}"
        assert looked[3] < looked[2], f"the time for which something may have been missed, once all was found: {looked}"

    play(scene)
