"""What somebody present listens to: the track that was started last, told once to the others who have joined."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid4

import pytest

from platforms.veza.chat_server import playing
from platforms.veza.chat_server.fanout import Room, Rooms, Seat
from platforms.veza.chat_server.model import Person
from platforms.veza.chat_server.playing import Playing

LINA, ARNO = Person(id=uuid4(), name="Lina"), Person(id=uuid4(), name="Arno")
NIGHT, DAY = ({"id": str(uuid4()), "title": title} for title in ("Night Bus", "Day Train"))
A, B = str(uuid4()), str(uuid4())


class Times:
    """How often something has happened, and a way to wait for it."""

    def __init__(self) -> None:
        self.number = 0
        self._happened = asyncio.Event()

    def note(self) -> None:
        self.number += 1
        self._happened.set()

    async def reach(self, number: int) -> None:
        async with asyncio.timeout(5):
            while self.number < number:
                self._happened.clear()
                await self._happened.wait()


class Cache:
    """What Redis holds, by key."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.looks = Times()

    async def mget(self, keys: list[str]) -> list[str | None]:
        self.looks.note()
        return [self.kept.get(key) for key in keys]


class Line:
    """The connection of somebody who has joined, with what came over it."""

    def __init__(self, person: Person) -> None:
        self.person_id = person.id
        self.heard: list[tuple[str | None, bool]] = []
        self.frames = Times()

    def send(self, frame: str) -> None:
        told = json.loads(frame)
        assert told["type"] == "NowPlaying" and told["person"]["name"] == "Lina"
        self.heard.append((told["track"] and told["track"]["title"], told["paused"]))
        self.frames.note()


class Scene:
    """Lina and Arno in a room."""

    def __init__(self) -> None:
        self.cache, self.rooms = Cache(), Rooms()
        self.playing = Playing(self.cache, self.rooms)  # type: ignore[arg-type]  # the part of Redis that it uses
        self.lina, self.arno = Line(LINA), Line(ARNO)
        with self.rooms.use(uuid4()) as self.room:
            for person, line in ((LINA, self.lina), (ARNO, self.arno)):
                seat = Seat(line, person, joined=True, held=None)  # type: ignore[arg-type]  # the part that is used
                self.room.seats[line] = seat  # type: ignore[index]

    async def come(self) -> Room:
        await self.playing.arrived(self.room, LINA)
        return self.room

    async def hear(self, what: str, stream: str, track: dict[str, str]) -> None:
        data = {"stream_id": stream, "listener_id": str(LINA.id), "track": track}
        await self.playing.hear({"type": f"stream.events.{what}", "data": data})


def scene(act: Callable[[Scene], Coroutine[Any, Any, None]]) -> Scene:
    async def whole() -> Scene:
        made = Scene()
        await made.come()
        await act(made)
        return made

    return asyncio.run(whole())


def test_each_change_is_told_once_and_not_to_the_listener() -> None:
    async def act(here: Scene) -> None:
        await here.hear("started", A, NIGHT)
        await here.hear("started", A, NIGHT)
        await here.hear("stopped", A, NIGHT)

    here = scene(act)
    assert here.arno.heard == [("Night Bus", False), (None, False)]
    assert here.lina.heard == []


def test_the_track_started_last_is_shown_and_the_one_before_it_when_that_ends() -> None:
    async def act(here: Scene) -> None:
        await here.hear("started", A, NIGHT)
        await here.hear("started", B, DAY)
        await here.hear("stopped", B, DAY)

    assert scene(act).arno.heard == [("Night Bus", False), ("Day Train", False), ("Night Bus", False)]


def test_what_plays_comes_before_what_is_paused() -> None:
    async def act(here: Scene) -> None:
        await here.hear("started", A, NIGHT)
        await here.hear("started", B, DAY)
        await here.hear("paused", B, DAY)

    assert scene(act).arno.heard[-1] == ("Night Bus", False)


def test_a_pause_that_lasts_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "PAUSED_SECONDS", 0.01)

    async def act(here: Scene) -> None:
        await here.hear("started", A, NIGHT)
        await here.hear("paused", A, NIGHT)
        await here.arno.frames.reach(3)

    assert scene(act).arno.heard == [("Night Bus", False), ("Night Bus", True), (None, False)]


def test_who_comes_while_they_listen_is_told_of_and_found() -> None:
    async def act() -> None:
        here = Scene()
        kept = {"stream_id": A, "track": NIGHT, "quality": "low", "paused": False}
        here.cache.kept[f"now_streaming:{LINA.id}"] = json.dumps(kept)
        room = await here.come()
        assert here.arno.heard == [("Night Bus", False)]
        assert [one.track.title for one in here.playing.shown_in(room, ARNO.id)] == ["Night Bus"]
        assert here.playing.shown_in(room, LINA.id) == []

    asyncio.run(act())


def test_what_was_missed_is_made_good_by_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(playing, "RECENT_SECONDS", 0)

    async def act(here: Scene) -> None:
        await here.hear("started", A, NIGHT)
        here.playing.start()
        await here.cache.looks.reach(4)
        await here.playing.stop()

    assert scene(act).arno.heard == [("Night Bus", False), (None, False)]


def test_an_event_of_this_moment_counts_more_than_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "LOOK_SECONDS", 0.01)

    async def act(here: Scene) -> None:
        await here.hear("started", A, NIGHT)
        here.playing.start()
        await here.cache.looks.reach(4)
        await here.playing.stop()

    assert scene(act).arno.heard == [("Night Bus", False)]
