"""What those who are present listen to, for the others who are there.

The events of stream-server tell it at once. What it keeps in Redis is read when somebody comes, and again and again,
so that what was missed while a line was down is made good.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.background import Background
from platforms.veza.chat_server import fanout, frames
from platforms.veza.chat_server.fanout import Room, Rooms
from platforms.veza.chat_server.model import Listener, Person, TrackReference

log = logging.getLogger(__name__)

PREFIX = "now_streaming:"
PAUSED_SECONDS = 5
"""Whoever pauses for longer does not listen any more; Redis holds it no longer either."""
LOOK_SECONDS = 5
"""How often Redis is read."""
WAIT_SECONDS = 0.2
"""How long somebody who joins may wait for Redis."""
RECENT_SECONDS = 1
"""For so long after an event Redis may not know of it yet."""


@dataclass(frozen=True)
class Stream:
    """Something that somebody listens to; of several, the one that was started last is shown."""

    track: TrackReference
    place: int
    paused: bool = False


class Playing:
    """Knows what everybody present listens to, and tells each change to the others who have joined."""

    def __init__(self, cache: Redis, rooms: Rooms) -> None:
        self._cache, self._rooms = cache, rooms
        self._streams: dict[UUID, dict[str, Stream]] = {}
        """By person, for those present, and by stream."""
        self._told: dict[UUID, Stream] = {}
        self._heard_at: dict[UUID, float] = {}
        self._places = count(1)
        self._background = Background()

    def start(self) -> None:
        self._background.begin(self._keep)

    async def stop(self) -> None:
        await self._background.end()

    async def hear(self, event: dict[str, Any]) -> None:
        """Take in one event of a stream; of somebody who is not present it is of no interest."""
        data = event["data"]
        person_id, stream_id = UUID(data["listener_id"]), data["stream_id"]
        streams = self._streams.get(person_id)
        if streams is None:
            return
        self._heard_at[person_id] = time.monotonic()
        if event["type"] == "stream.events.stopped":
            streams.pop(stream_id, None)
        else:
            stream = streams.get(stream_id) or Stream(TrackReference(**data["track"]), next(self._places))
            paused = event["type"] == "stream.events.paused"
            self._set(person_id, stream_id, replace(stream, paused=paused))
        self._tell(person_id)

    async def arrived(self, room: Room, person: Person) -> None:
        """Somebody has come into a conversation, maybe while they listen: the others there are told."""
        if person.id in self._streams:
            if shown := self._told.get(person.id):
                _announce(room, person, shown)
            return
        await self._get_to_know([person.id])

    async def meet(self, room: Room) -> None:
        """Get to know what those listen to who are present by way of other instances, and were so before."""
        if strangers := [person.id for person in fanout.present(room) if person.id not in self._streams]:
            await self._get_to_know(strangers)

    async def _get_to_know(self, people: list[UUID]) -> None:
        self._streams.update({person_id: {} for person_id in people})
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(WAIT_SECONDS):
                await self._look(people)

    def shown_in(self, room: Room, reader: UUID) -> list[Listener]:
        """What the others who are present there listen to."""
        return [
            Listener(person=person, track=told.track, paused=told.paused)
            for person in fanout.present(room)
            if person.id != reader and (told := self._told.get(person.id))
        ]

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            present = {person.id for room in self._rooms for person in fanout.present(room)}
            for gone in self._streams.keys() - present:
                for known in (self._streams, self._told, self._heard_at):
                    known.pop(gone, None)
            try:
                await self._look(list(self._streams))
            except (RedisError, OSError) as error:
                log.warning("what is playing cannot be read: %r", error)

    async def _look(self, people: list[UUID]) -> None:
        began = time.monotonic()
        kept = await self._cache.mget([f"{PREFIX}{person_id}" for person_id in people]) if people else []
        for person_id, text in zip(people, kept, strict=True):
            if self._heard_at.get(person_id, 0) < began - RECENT_SECONDS and person_id in self._streams:
                self._adopt(person_id, json.loads(text) if text else None)

    def _adopt(self, person_id: UUID, kept: dict[str, Any] | None) -> None:
        """Go by Redis where it says something else than the events have."""
        streams = self._streams[person_id]
        if kept is None:
            streams.clear()
        else:
            known = streams.get(kept["stream_id"])
            if known and known == _shown(streams.values()) and known.paused == kept["paused"]:
                return
            streams.clear()
            track = TrackReference(**kept["track"])
            self._set(person_id, kept["stream_id"], Stream(track, next(self._places), kept["paused"]))
        self._tell(person_id)

    def _set(self, person_id: UUID, stream_id: str, stream: Stream) -> None:
        self._streams[person_id][stream_id] = stream
        if stream.paused:
            asyncio.get_running_loop().call_later(PAUSED_SECONDS, self._fade, person_id, stream_id, stream)

    def _fade(self, person_id: UUID, stream_id: str, paused: Stream) -> None:
        """A pause has lasted too long, unless it is over."""
        streams = self._streams.get(person_id, {})
        if streams.get(stream_id) is paused:
            del streams[stream_id]
            self._tell(person_id)

    def _tell(self, person_id: UUID) -> None:
        shown, before = _shown(self._streams[person_id].values()), self._told.get(person_id)
        if shown is None:
            self._told.pop(person_id, None)
        else:
            self._told[person_id] = shown
        if _looks(shown) == _looks(before):
            return
        for room in self._rooms:
            for person in fanout.present(room):
                if person.id == person_id:
                    _announce(room, person, shown)


def _shown(streams: Iterable[Stream]) -> Stream | None:
    return max(streams, key=lambda stream: (not stream.paused, stream.place), default=None)


def _looks(stream: Stream | None) -> tuple[TrackReference, bool] | None:
    return (stream.track, stream.paused) if stream else None


def _announce(room: Room, person: Person, stream: Stream | None) -> None:
    track, paused = (stream.track, stream.paused) if stream else (None, False)
    fanout.tell_others(room, person, frames.now_playing(room.conversation_id, person, track, paused=paused))
