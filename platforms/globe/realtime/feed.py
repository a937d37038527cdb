"""What is told of a map: every change, once, in the order of the map, to every socket on it.

Changes come from the rules of this instance and, through Redis, from the others, in any order and perhaps twice. What
is missing is fetched from PostgreSQL, so that nothing is lost when Redis is. Whoever missed what is not kept any more
cannot be told of it: their sockets end, and those who are still on the map connect again and are shown how it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from starlette.websockets import WebSocket

from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.common.security import Caller
from platforms.common.sockets import Connection
from platforms.globe.realtime import frames
from platforms.globe.realtime.model import Change

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.03
"""How long a change that is early waits for those before it, before they are fetched."""
LONGEST_QUEUE = 1024
READING_SECONDS = 10.0
"""How long one frame may wait for a reader."""
SESSION_OVER = 4410
MAP_CLOSED = 4404
CONNECT_AGAIN = 1013


class Seat(Connection):
    """A socket of a session on a map; it is told what comes after the state it was shown."""

    def __init__(self, socket: WebSocket, caller: Caller, token: str, map_id: UUID, session_id: UUID) -> None:
        super().__init__(socket, caller, token, longest_queue=LONGEST_QUEUE, patience_seconds=READING_SECONDS)
        self.map_id, self.session_id = map_id, session_id
        self.degraded_shown = False
        self._seen: int | None = None
        self._early: list[tuple[Change, str]] = []

    @property
    def is_shown(self) -> bool:
        """Whether it was shown the map, before which it is told nothing."""
        return self._seen is not None

    def is_behind(self, sequence: int) -> bool:
        """Whether it was shown the map before this change, and has not been told of it."""
        return self._seen is not None and self._seen < sequence

    def show(self, sequence: int, frame: str) -> None:
        """Show the state after the change of this number; from now on it is told what comes later."""
        self._seen = sequence
        self.send(frame)
        early, self._early = self._early, []
        for change, text in early:
            self.tell(change, text)

    def tell(self, change: Change, frame: str) -> None:
        if self._seen is None:
            self._early.append((change, frame))
        elif change.sequence > self._seen:
            self._seen = change.sequence
            if change.origin != self.id:
                self.send(frame)
            if change.type == "user_left" and change.data["session_id"] == str(self.session_id):
                self.finish(SESSION_OVER)
            elif change.type == "map_closed":
                self.finish(MAP_CLOSED)

    def finish(self, code: int) -> None:
        """End it once what waits has been sent."""
        asyncio.get_running_loop().call_later(0.1, self.end, code)


class Feed:
    """One map, as long as this instance has sockets on it."""

    def __init__(self, map_id: UUID) -> None:
        self.map_id = map_id
        self.last: int | None = None
        """Of the change that was told last; None until somebody was shown the map."""
        self.seats: set[Seat] = set()
        self.early: dict[int, Change] = {}

    def begin(self, sequence: int) -> None:
        if self.last is None:
            self.last = sequence
            self.early = {number: change for number, change in self.early.items() if number > sequence}
            self._drain()

    def offer(self, change: Change) -> bool:
        """Tell of a change if it is its turn; False when it has to wait for others."""
        if self.last is not None and change.sequence <= self.last:
            return True
        self.early[change.sequence] = change
        if self.last is None:
            return True
        self._drain()
        return not self.early

    def catch_up(self, changes: list[Change], sequence: int) -> None:
        """All changes after the last one that was told, up to this number."""
        if self.last is None:
            return
        for change in changes:
            self._tell(change)
        self.last = max(self.last, sequence)
        self.early = {number: change for number, change in self.early.items() if number > self.last}
        self._drain()

    def has_missed(self, changes: list[Change], sequence: int) -> bool:
        """Whether there is a change up to this number that is neither told nor among these, all that are kept."""
        first = changes[0].sequence if changes else sequence + 1
        return self.last is not None and self.last < sequence and self.last + 1 < first

    def _drain(self) -> None:
        while self.last is not None and (change := self.early.pop(self.last + 1, None)) is not None:
            self._tell(change)

    def _tell(self, change: Change) -> None:
        if self.last is None or change.sequence <= self.last:
            return
        self.last = change.sequence
        frame = frames.event(change)
        for seat in list(self.seats):
            seat.tell(change, frame)


class Feeds:
    """All maps on which this instance has sockets."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._feeds: dict[UUID, Feed] = {}
        self._fetching: dict[UUID, asyncio.Task[None]] = {}

    @contextmanager
    def seat(self, seat: Seat) -> Iterator[Feed]:
        """Tell the socket of its map from now on."""
        feed = self._feeds.setdefault(seat.map_id, Feed(seat.map_id))
        feed.seats.add(seat)
        try:
            yield feed
        finally:
            feed.seats.discard(seat)
            if not feed.seats:
                self._feeds.pop(seat.map_id, None)

    def offer(self, change: Change) -> None:
        """A change was made, here or elsewhere."""
        feed = self._feeds.get(change.map_id)
        if feed is not None and not feed.offer(change):
            asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._fetch_if_waiting, feed)

    def last_told(self, map_id: UUID) -> int | None:
        """The number of the change that was told last of a map; None when nobody here is told of it at all."""
        feed = self._feeds.get(map_id)
        return None if feed is None else feed.last or 0

    def begin(self, map_id: UUID, sequence: int) -> None:
        """Somebody was shown the map as it is after this change."""
        if (feed := self._feeds.get(map_id)) is not None:
            feed.begin(sequence)

    async def catch_up_all(self) -> None:
        """Fetch what was missed, of all maps; `ApiError` 503 when PostgreSQL is away."""
        known = {feed.map_id: feed for feed in self._feeds.values() if feed.last is not None}
        if not known:
            return
        rows = await self._database.fetch("SELECT id, sequence FROM maps WHERE id = ANY($1)", list(known))
        for row in rows:
            feed = known[row["id"]]
            if feed.last is not None and row["sequence"] > feed.last:
                await self._catch_up(feed, row["sequence"])

    def everybody(self) -> Iterator[Seat]:
        for feed in list(self._feeds.values()):
            yield from list(feed.seats)

    def _fetch_if_waiting(self, feed: Feed) -> None:
        running = self._fetching.get(feed.map_id)
        if feed.early and (running is None or running.done()):
            self._fetching[feed.map_id] = asyncio.create_task(self._fetch(feed))

    async def _fetch(self, feed: Feed) -> None:
        try:
            await self._catch_up(feed)
        except ApiError:  # PostgreSQL is away, which is logged already; the next look at all maps makes up for it
            pass
        finally:
            self._fetching.pop(feed.map_id, None)

    async def _catch_up(self, feed: Feed, sequence: int = 0) -> None:
        """Tell what was missed; there are changes up to this number at least."""
        last = feed.last
        rows: list[Any] = await self._database.fetch(
            "SELECT map_id, sequence, type, data, at, origin FROM changes WHERE map_id = $1 AND sequence > $2"
            " ORDER BY sequence",
            feed.map_id,
            last,
        )
        changes = [Change(**row) for row in rows]
        sequence = max(sequence, changes[-1].sequence if changes else 0)
        if feed.has_missed(changes, sequence):
            await self._end_those_behind(feed, changes[0].sequence - 1 if changes else sequence)
        feed.catch_up(changes, sequence)

    async def _end_those_behind(self, feed: Feed, sequence: int) -> None:
        """Of what was done up to this number not all is kept: whoever has not heard of it never will."""
        rows: list[Any] = await self._database.fetch(
            "SELECT s.id, s.ended_at IS NOT NULL AS ended, m.closed_at IS NOT NULL AS closed"
            " FROM map_sessions s JOIN maps m ON m.id = s.map_id WHERE s.id = ANY($1)",
            [seat.session_id for seat in feed.seats],
        )
        codes = {
            row["id"]: MAP_CLOSED if row["closed"] else SESSION_OVER if row["ended"] else CONNECT_AGAIN for row in rows
        }
        behind = [seat for seat in feed.seats if seat.is_behind(sequence)]
        log.warning("what happened on a map is not kept any more, %d sockets begin anew", len(behind))
        for seat in behind:
            seat.end(codes.get(seat.session_id, CONNECT_AGAIN))
