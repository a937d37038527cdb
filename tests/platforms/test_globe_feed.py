"""What is told of a map: each change once, in the order of the map, whatever order they come in."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from platforms.common.security import Caller
from platforms.globe.realtime.bus import Bus
from platforms.globe.realtime.feed import Feed, Feeds, Seat
from platforms.globe.realtime.model import Change
from platforms.globe.realtime.presence import Presence

MAP = UUID(int=1)


def change(sequence: int, type_: str = "avatar_moved", origin: UUID | None = None, **data: Any) -> Change:
    return Change(map_id=MAP, sequence=sequence, type=type_, data=data, at=datetime.now(UTC), origin=origin)


class Heard(Seat):
    """A seat that keeps what it is sent."""

    def __init__(self) -> None:
        caller = Caller(str(uuid4()), "Lina", "user", str(uuid4()))
        super().__init__(None, caller, "", MAP, uuid4())  # type: ignore[arg-type]  # nothing goes over the socket here
        self.frames: list[str] = []

    def send(self, frame: str) -> None:
        if not self._ending.done():
            self.frames.append(frame)

    @property
    def numbers(self) -> list[int]:
        return [json.loads(frame)["sequence"] for frame in self.frames if frame != "state"]


def told(seat: Heard, feed: Feed, *sequences: int) -> list[int]:
    for sequence in sequences:
        feed.offer(change(sequence))
    return seat.numbers


def shown(feed: Feed, sequence: int) -> Heard:
    seat = Heard()
    feed.seats.add(seat)
    seat.show(sequence, "state")
    feed.begin(sequence)
    return seat


@pytest.mark.parametrize("order", [(6, 7, 8), (8, 7, 6), (7, 6, 8), (6, 6, 7, 8, 7, 8), (4, 6, 5, 8, 7)])
def test_each_change_is_told_once_and_in_order(order: tuple[int, ...]) -> None:
    async def scene() -> list[int]:
        feed = Feed(MAP)
        return told(shown(feed, 5), feed, *order)

    assert asyncio.run(scene()) == [6, 7, 8]


def test_what_is_missing_is_waited_for_and_then_fetched() -> None:
    async def scene() -> tuple[bool, list[int], list[int]]:
        feed = Feed(MAP)
        seat = shown(feed, 5)
        complete = feed.offer(change(8))
        before = list(seat.numbers)
        feed.catch_up([change(6), change(7), change(8)], 8)
        return complete, before, told(seat, feed, 8, 9)

    assert asyncio.run(scene()) == (False, [], [6, 7, 8, 9])


def test_a_number_that_nothing_was_done_under_holds_nobody_up() -> None:
    async def scene() -> list[int]:
        feed = Feed(MAP)
        seat = shown(feed, 5)
        feed.offer(change(7))
        feed.catch_up([change(7)], 7)
        return told(seat, feed, 8)

    assert asyncio.run(scene()) == [7, 8]


def test_somebody_who_comes_hears_what_happened_after_what_they_were_shown() -> None:
    async def scene() -> tuple[list[int], list[str]]:
        feed = Feed(MAP)
        shown(feed, 5)
        late = Heard()
        feed.seats.add(late)
        told(late, feed, 6, 7, 8)  # while the state after 7 is being read
        late.show(7, "state")
        return told(late, feed, 9), late.frames[:1]

    assert asyncio.run(scene()) == ([8, 9], ["state"])


def test_whoever_asked_by_a_frame_is_answered_instead() -> None:
    async def scene() -> tuple[list[int], list[int]]:
        feed = Feed(MAP)
        mover, second = shown(feed, 5), shown(feed, 5)
        feed.offer(change(6, origin=mover.id))
        return mover.numbers, second.numbers

    assert asyncio.run(scene()) == ([], [6])


def test_whoever_asked_is_not_told_either_when_it_had_to_be_fetched() -> None:
    async def scene() -> tuple[list[int], list[int]]:
        feed = Feed(MAP)
        mover, other = shown(feed, 5), shown(feed, 5)
        feed.catch_up([change(6, origin=mover.id)], 6)  # before the one who made it could tell of it
        feed.offer(change(6, origin=mover.id))
        return mover.numbers, other.numbers

    assert asyncio.run(scene()) == ([], [6])


class Kept:
    """A database in which a map is as it is, and only so much of what happened is kept."""

    def __init__(self, sequence: int, kept: tuple[int, ...], ended: tuple[UUID, ...] = ()) -> None:
        self._sequence, self._kept, self._ended = sequence, kept, ended

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        if query.startswith("SELECT id, sequence FROM maps"):
            return [{"id": MAP, "sequence": self._sequence}]
        if "FROM changes" in query:
            return [change(number).model_dump() for number in self._kept if number > values[1]]
        return [{"id": one, "ended": one in self._ended, "closed": False} for one in values[0]]


@pytest.mark.parametrize(
    ("kept", "told", "ends"),
    [
        pytest.param((6, 7, 8), [6, 7, 8], None, id="all is kept"),
        pytest.param((7, 8), [], 1013, id="the first is not kept"),
        pytest.param((), [], 1013, id="nothing is kept"),
    ],
)
def test_whoever_missed_what_is_not_kept_begins_anew(kept: tuple[int, ...], told: list[int], ends: int | None) -> None:
    async def scene() -> tuple[list[int], int | None, list[int], bool]:
        there, late = Heard(), Heard()
        feeds = Feeds(Kept(8, kept))  # type: ignore[arg-type]  # all that is asked for
        with feeds.seat(there) as feed, feeds.seat(late):
            there.show(5, "state")
            feed.begin(5)
            late.show(8, "state")
            await feeds.catch_up_all()
            heard, ending = list(there.numbers), there._ending
            feeds.offer(change(9))
        return heard, ending.result() if ending.done() else None, late.numbers, late._ending.done()

    assert asyncio.run(scene()) == (told, ends, [9], False)


def test_whoever_missed_that_they_have_left_hears_that_it_is_over() -> None:
    async def scene() -> tuple[int, int]:
        left, there = Heard(), Heard()
        feeds = Feeds(Kept(8, (), (left.session_id,)))  # type: ignore[arg-type]  # all that is asked for
        with feeds.seat(left) as feed, feeds.seat(there):
            for seat in (left, there):
                seat.show(5, "state")
            feed.begin(5)
            await feeds.catch_up_all()
        return left._ending.result(), there._ending.result()

    assert asyncio.run(scene()) == (4410, 1013)


@pytest.mark.parametrize("was_shown", [True, False])
def test_that_redis_is_away_is_told_to_those_who_were_shown_the_map(was_shown: bool) -> None:
    async def scene() -> list[str]:
        feeds, seat = Feeds(None), Heard()  # type: ignore[arg-type]  # nothing is fetched here
        bus = Bus(None, feeds, Presence(None, 1800), None)  # type: ignore[arg-type]
        with feeds.seat(seat):
            if was_shown:
                seat.show(5, "state")
            bus._show_everybody()
        return seat.frames

    frames = asyncio.run(scene())
    assert [json.loads(one)["type"] for one in frames if one != "state"] == ["degraded"] * was_shown
