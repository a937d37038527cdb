"""Moves, one after another, and how soon each is where it has to be."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from hamcrest import assert_that, equal_to

from support.clients.websocket import Frame
from support.observing.machine import Meanwhile
from support.observing.measuring import Figure, Sample, assert_at_most
from support.observing.waiting import eventually, now
from support.scenario.people import Persona
from support.systems.globe.maps import SEEN_WITHIN, Maps, Stay
from support.systems.globe.meeting import Meeting, is_of
from support.systems.globe.pages.map import MapPage
from support.systems.system import System

FIGURES: dict[float, Figure] = {0.95: "p95", 0.99: "p99"}
PROMPTLY = 0.002
"""Seconds between two looks for a move in a store: what is measured is the product, not the looking."""


@dataclass(frozen=True)
class Move:
    """A move that was acknowledged, and when it was asked for, on the clock of frames."""

    stay: Stay
    place: dict[str, float]
    asked: float


class Moves:
    """Those of one person, each to another place and acknowledged before the next."""

    def __init__(self, system: System, maps: Maps, meeting: Meeting) -> None:
        self._system, self._maps, self._meeting = system, maps, meeting
        self._moves: list[Move] = []
        self._stored: dict[str, Sample] = {"the database": Sample(), "the cache": Sample()}
        self._busy = 0.0

    def move_on(self, who: Persona, times: int) -> None:
        """Over the live connection."""
        meanwhile = Meanwhile()
        for number in range(1, times + 1):
            self._move(who, number, self._meeting.move)
        self._busy = meanwhile.others()

    def move_looking(self, who: Persona, times: int) -> None:
        """Over the live connection and by calls in turn; after each one looks when the stores have it."""
        meanwhile = Meanwhile()
        for number in range(1, times + 1):
            move = self._move(who, number, self._meeting.move if number % 2 else self._meeting.move_by_call)
            for where, look in self._looks(move.stay).items():
                eventually(
                    look, equal_to(move.place), within=SEEN_WITHIN, poll=PROMPTLY, what=f"where {where} has {who.name}"
                )
                self._stored[where].add(now() - move.asked)
        self._busy = meanwhile.others()

    def _move(self, who: Persona, number: int, go: Callable[[Persona, float, float], float]) -> Move:
        place = {"lat": float(number), "lng": -9.0}
        move = Move(self._maps.stay(who), place, go(who, place["lat"], place["lng"]))
        self._moves.append(move)
        return move

    def _looks(self, stay: Stay) -> dict[str, Callable[[], object]]:
        looks: dict[str, Callable[[], object]] = {}
        if (database := self._system.database) is not None:
            where = "SELECT lat, lng FROM globe.map_sessions WHERE id = %s::uuid"
            looks["the database"] = lambda: database.rows(where, (stay.id,))[0]
        if (cache := self._system.cache) is not None:
            looks["the cache"] = lambda: json.loads(cache.get(f"session:{stay.id}") or "{}").get("position")
        return looks

    def check_seen_in_time(self, people: Sequence[Persona], share: float, limit: float) -> None:
        """Each saw all of them once, and so many of all sights in time."""
        delays = Sample()
        for listener in [self._maps.stay(who) for who in people]:
            eventually(
                partial(self._unseen, listener),
                equal_to([]),
                within=SEEN_WITHIN,
                what=f"the moves that {listener.who.name} has not seen",
            )
            for one in self._moves:
                sights = _sights(listener, one)
                assert_that(len(sights), equal_to(1), f"how often {listener.who.name} saw the move to {one.place}")
                delays.add(sights[0].clock - one.asked)
        self._judge(delays, share, limit, "a move from asking for it to being seen")

    def check_shown_in_time(self, page: MapPage, share: float, limit: float) -> None:
        """A page, which was watched meanwhile, showed all of them, and so many in time."""
        wanted = {_written(one.place): one.asked - now() + time.time() for one in self._moves}
        who = self._moves[0].stay.who
        eventually(
            lambda: sorted(wanted.keys() - page.sights(who).keys()),
            equal_to([]),
            within=SEEN_WITHIN,
            what=f"the places of {who.name} that the page of {page.who.name} has not shown",
        )
        delays, sights = Sample(), page.sights(who)
        for spot, asked in wanted.items():
            delays.add(sights[spot] - asked)
        self._judge(delays, share, limit, "a move from asking for it to being shown on a page")

    def check_stored_in_time(self, share: float, limit: float) -> None:
        """So many of all were in each store in time; that all came there was looked for at once."""
        for where, delays in self._stored.items():
            if delays.count:
                self._judge(delays, share, limit, f"a move from asking for it to being in {where}")

    def _judge(self, delays: Sample, share: float, limit: float, what: str) -> None:
        self._system.world.journal.record("note", f"{what}: {delays}")
        assert_at_most(delays, FIGURES[share], limit, what, "GL-02", busy=self._busy)

    def _unseen(self, listener: Stay) -> list[dict[str, float]]:
        return [one.place for one in self._moves if not _sights(listener, one)]


def _written(place: dict[str, float]) -> str:
    """A place of these moves, as a page writes it."""
    return f"{place['lat']:g}° N, {-place['lng']:g}° W"


def _sights(listener: Stay, move: Move) -> list[Frame]:
    """What somebody saw of a move."""
    heard = listener.heard("avatar_moved")
    return [one for one in heard if is_of(one.data, move.stay) and one.data["data"]["position"] == move.place]
