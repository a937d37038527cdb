"""Many moves at once, judged by what everybody saw of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hamcrest import equal_to

from support.observing.histories import History, delivered_once, every, hold, sender_order
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.globe.maps import Maps, Stay
from support.systems.system import System

ALL_WITHIN = 15.0
"""Seconds until everybody has seen all of it."""
STEP = 0.01


class Crowd:
    def __init__(self, system: System, accounts: Accounts, maps: Maps) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._history = History()

    def move_about(self, people: Sequence[Persona], times: int) -> None:
        """All at the same time, each as fast as they can say it, without waiting for an answer."""
        at_the_same_time([partial(self._move_on, self._maps.stay(who), times) for who in people])
        for who in people:
            self._await_answers(self._maps.stay(who), times)
        for stay in self._maps.everybody():
            self._await_sights(stay, (len(people) - (stay.who in people)) * times)

    def _move_on(self, stay: Stay, times: int) -> None:
        for number in range(1, times + 1):
            lat = round(number * STEP, 2)
            frame = {"type": "avatar_move", "position": {"lat": lat, "lng": 7.0}, "ref": f"crowd-{number}"}
            with self._history.record(stay.who.name, "moves", "the map", (stay.id, lat)):
                stay.line.send(frame)

    def _await_answers(self, stay: Stay, times: int) -> None:
        eventually(
            lambda: len([one for one in stay.heard("avatar_move_ack") if "crowd-" in one.data.get("ref", "")]),
            equal_to(times),
            within=ALL_WITHIN,
            what=f"how many moves {stay.who.name} has had acknowledged",
        )

    def _await_sights(self, stay: Stay, count: int) -> None:
        eventually(
            lambda: len(stay.heard("avatar_moved")),
            equal_to(count),
            within=ALL_WITHIN,
            what=f"how many moves of others {stay.who.name} has seen",
        )
        for frame in stay.heard("avatar_moved"):
            told = frame.data["data"]
            value = (told["session_id"], told["position"]["lat"])
            self._history.saw(stay.who.name, "sees", "the map", value, frame.clock)

    def check_seen_in_order(self) -> None:
        """Everybody saw every move of everybody else once, in the order in which it was made; and of one's own none."""
        here = [stay.who.name for stay in self._maps.everybody()]
        hold(
            every(
                lambda history: delivered_once(
                    history,
                    sent="moves",
                    received="sees",
                    by=lambda one: [name for name in here if name != one.who],
                    things="moves",
                ),
                lambda history: sender_order(history, sent="moves", seen="sees"),
            ),
            self._history,
            promise="GL-07",
        )

    def check_one_numbering(self) -> None:
        """The numbers of changes that each heard only ever go up."""
        for stay in self._maps.everybody():
            told = [frame.data["sequence"] for frame in stay.line.frames if "sequence" in frame.data]
            assert told == sorted(set(told)), f"the numbers of changes that {stay.who.name} heard: {told[:50]}"
