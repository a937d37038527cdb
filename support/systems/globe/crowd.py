"""Many moves at once, judged by what everybody saw of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from threading import Event

from hamcrest import assert_that, equal_to, has_length, not_

from support.observing.histories import History, delivered_once, every, hold, sender_order
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks, never
from support.scenario.misfortunes import Misfortune
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.globe.heard import check_changes, check_no_gaps
from support.systems.globe.maps import SETTLE, Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.system import System

ALL_WITHIN = 15.0
"""Seconds until everybody has seen all of it."""
STEP = 0.01
SMALL_STEP = 1e-6
"""Degrees: a hand's breadth."""
ANSWERED_WITHIN = 12.0
"""Seconds until a move is answered while something is away: longer than any store is waited for."""
ANSWER_AMONG = 200
"""Frames, the last ones, among which an answer is looked for."""
RECOVERED_WITHIN = 5.0
LONGEST_WORKLOAD = 60.0
TOLD_AGAIN = 20
"""Changes that are told once more."""
CALLS = 4
"""Moves of each by calls, after those over the live connection."""


class Crowd:
    def __init__(self, system: System, accounts: Accounts, maps: Maps) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._history = History()
        self._last: dict[str, tuple[int, float]] = {}
        """By session, the number of its last move, and where that led to."""
        self._called: set[tuple[str, float]] = set()
        """Moves by calls: whose, and where to."""
        self._newcomers: set[str] = set()
        """Who came while others moved."""
        self._heard_before: dict[str, int] = {}
        """How many frames each had heard before something was told once more."""
        self._seen_before: dict[str, int] = {}
        """By session, how many moves of others it had seen before a workload."""

    def move_about(self, people: Sequence[Persona], times: int, newcomer: Persona) -> None:
        """All at the same time, each as fast as they can say it, without waiting for an answer; then by a few calls.

        Somebody comes to the map meanwhile, and is not among those who have to see every move.
        """
        place = self._maps.named()
        for who in (*people, newcomer):
            self._accounts.token(who)
        acts: list[Callable[[], object]] = [partial(self._move_on, self._maps.stay(who), times) for who in people]
        acts.append(partial(self._maps.come, newcomer, place.title))
        at_the_same_time(acts)
        self._newcomers.add(newcomer.name)
        shown = self._maps.stay(newcomer)
        eventually(
            lambda: len(shown.heard("welcome")), equal_to(1), within=ALL_WITHIN, what=f"what {newcomer.name} is shown"
        )
        for who in people:
            self._await_answers(self._maps.stay(who), times)
        at_the_same_time([partial(self._call_on, self._maps.stay(who), times) for who in people])
        for stay in self._maps.everybody():
            if stay.who in people:
                self._await_sights(stay, (len(people) - 1) * (times + CALLS))

    def _call_on(self, stay: Stay, before: int) -> None:
        """By calls, to one instance and the other in turn."""
        for number in range(before + 1, before + CALLS + 1):
            lat = round(number * STEP, 2)
            self._called.add((stay.id, lat))
            with self._history.record(stay.who.name, "moves", "the map", (stay.id, lat)):
                globe = self._accounts.as_(stay.who, INSTANCES[number % len(INSTANCES)])
                data(globe.put(f"/api/v1/sessions/{stay.id}/position", json={"position": {"lat": lat, "lng": 7.0}}))
            self._last[stay.id] = (number, lat)

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
            lambda: sum(one.data["data"]["session_id"] != stay.id for one in stay.heard("avatar_moved")),
            equal_to(count),
            within=ALL_WITHIN,
            what=f"how many moves of others {stay.who.name} has seen",
        )
        self._note_sights(stay)

    def _note_sights(self, stay: Stay) -> None:
        for frame in stay.heard("avatar_moved")[self._seen_before.get(stay.id, 0) :]:
            told = frame.data["data"]
            value = (told["session_id"], told["position"]["lat"])
            if told["session_id"] == stay.id and value in self._called:
                continue  # whoever asks by a call sees it themselves, live
            self._history.saw(stay.who.name, "sees", "the map", value, frame.clock)

    def move_meanwhile(self, people: Sequence[Persona], seconds: float, misfortunes: Sequence[Misfortune]) -> None:
        """Each moves again and again, one move after the other, while these befall Globe; then all is whole.

        Who is told that it cannot be done now does not know whether it was: a database that dies may have done it.
        """
        over = Event()
        self._seen_before = {stay.id: len(stay.heard("avatar_moved")) for stay in self._maps.everybody()}
        with (
            ThreadPoolExecutor(len(people)) as pool,
            self._system.world.faults.meanwhile(misfortunes, self._history.happened) as all_have_begun,
        ):
            moving = [pool.submit(self._keep_moving, self._maps.stay(who), over) for who in people]
            try:
                for elapsed in looks(within=LONGEST_WORKLOAD):
                    if elapsed >= seconds and all_have_begun():
                        break
            finally:
                over.set()
            for one in moving:
                one.result()
        for who in people:
            self._move_at_last(self._maps.stay(who))
        for stay in self._maps.everybody():
            self._await_last_moves(stay, people)

    def _keep_moving(self, stay: Stay, over: Event) -> None:
        for number in count(1):
            if over.is_set():
                return
            self._move_once(stay, number)

    def _move_once(self, stay: Stay, number: int) -> bool:
        """Whether it was confirmed."""
        lat, ref = round(number * SMALL_STEP, 6), f"once-{number}"
        frame = {"type": "avatar_move", "position": {"lat": lat, "lng": 7.0}, "ref": ref}
        with self._history.record(stay.who.name, "moves", "the map", (stay.id, lat)) as move:
            stay.line.send(frame)
            answers = eventually(
                lambda: [one.data for one in stay.line.frames[-ANSWER_AMONG:] if one.data.get("ref") == ref],
                has_length(1),
                within=ANSWERED_WITHIN,
                what=f"the answer to {stay.who.name}, who moved",
            )
            if answers[0]["type"] == "error":
                assert_that(answers[0]["data"]["code"], equal_to("SYSTEM_UNAVAILABLE"), "why a move is refused")
                move.lose()
        self._last[stay.id] = (number, lat)
        return move.outcome == "ok"

    def _move_at_last(self, stay: Stay) -> None:
        """Once more, and confirmed: whatever is seen after it comes late."""
        for _ in looks(within=RECOVERED_WITHIN):
            if self._move_once(stay, self._last[stay.id][0] + 1):
                return
        raise AssertionError(f"{stay.who.name} cannot move {RECOVERED_WITHIN} s after all is whole")

    def _await_last_moves(self, stay: Stay, people: Sequence[Persona]) -> None:
        others = [self._maps.stay(who).id for who in people if who != stay.who]

        def last() -> dict[str, float]:
            sights = [frame.data["data"] for frame in stay.heard("avatar_moved")]
            return {one["session_id"]: one["position"]["lat"] for one in sights if one["session_id"] in others}

        wanted = {one: self._last[one][1] for one in others}
        eventually(last, equal_to(wanted), within=ALL_WITHIN, what=f"where {stay.who.name} sees the others at last")
        self._note_sights(stay)

    def tell_once_more(self) -> None:
        """Tell the instances of the last changes again, as whoever was not sure that they were told of them."""
        database, cache = self._system.database, self._system.cache
        assert database is not None and cache is not None, "changes are told by the cache, and known to the database"
        place = self._maps.named().id
        rows = database.rows(
            "SELECT map_id::text, sequence, type, data, at, origin::text FROM globe.changes WHERE map_id = %s::uuid"
            " ORDER BY sequence DESC LIMIT %s",
            (place, TOLD_AGAIN),
        )
        assert_that(rows, has_length(TOLD_AGAIN), "changes that are known")
        self._heard_before = self._heard()
        for row in reversed(rows):
            told = json.dumps({**row, "at": row["at"].isoformat()}, ensure_ascii=False)
            cache.command("PUBLISH", f"globe:map:{place}", told)

    def check_heard_once(self) -> None:
        """Nobody has heard anything of that."""
        never(self._heard, not_(equal_to(self._heard_before)), during=SETTLE, what="how much everybody has heard")

    def _heard(self) -> dict[str, int]:
        return {stay.who.name: len(stay.line.frames) for stay in self._maps.everybody()}

    def check_last_places(self, people: Sequence[Persona], meeting: Meeting) -> None:
        """Wherever one looks, everybody is where their last move took them."""
        for who in people:
            meeting.check_place(who, self._last[self._maps.stay(who).id][1], 7.0)

    def check_seen_in_order(self, promise: str = "GL-07") -> None:
        """Everybody saw every move of everybody else once, in the order in which it was made; and of one's own none."""
        here = [stay.who.name for stay in self._maps.everybody() if stay.who.name not in self._newcomers]
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
            promise=promise,
        )

    def check_one_numbering(self) -> None:
        """The numbers of changes that each heard only ever go up, from what they were shown when they came: by one."""
        everybody = self._maps.everybody()
        for stay in everybody:
            check_changes(stay, everybody)
            check_no_gaps(stay)
