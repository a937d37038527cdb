"""Points of interest, and people who gather there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to, greater_than, has_item

from support.clients.http import Reply
from support.observing.histories import History, bounded, hold
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.globe.maps import Maps, Stay
from support.systems.globe.meeting import SEEN_WITHIN, SETTLE, Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.globe.pois import Pois
from support.systems.system import System

CONTENDERS = 12
ROUNDS = 5


class Full(Exception):
    """There was no room."""


class Gathering:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, pois: Pois) -> None:
        self._system, self._accounts, self._maps, self._meeting = system, accounts, maps, meeting
        self._pois = pois
        self._history = History(refused=(Full,))

    def join(self, who: Persona, name: str) -> None:
        data(self.ask(who, name, "join"))

    def leave(self, who: Persona, name: str) -> None:
        data(self.ask(who, name, "leave"))

    def try_to_join(self, who: Persona, name: str) -> None:
        """For the scenario to judge."""
        self._system.judge(self.ask(who, name, "join"), who)

    def ask(self, who: Persona, name: str, deed: str, instance: str = "") -> Reply:
        return self._accounts.as_(who, instance).post(f"/api/v1/pois/{self._pois.named(name).id}/{deed}")

    def check_refused_as_full(self) -> None:
        refusal = self._system.refusal(409)
        assert_that(refusal.code, equal_to("CAPACITY_EXCEEDED"), "why there was no way in")

    def check_gathered(self, name: str, people: Sequence[Persona]) -> None:
        """Everybody on the map hears who gathers there, and so do both instances, the database and the cache."""
        names = sorted(self._accounts.of(who).person.display_name for who in people)
        shown = (names, len(names), len(names) >= 2)
        for stay in self._maps.everybody():
            if stay.line.closed is None:
                eventually(
                    partial(self._last_heard, stay, name),
                    equal_to(shown),
                    within=SEEN_WITHIN,
                    what=f"who {stay.who.name} last heard to be at {name}, how many, and whether they talk",
                )
        one = next(stay for stay in self._maps.everybody() if stay.line.closed is None)
        for instance in INSTANCES:
            found = data(self._accounts.as_(one.who, instance).get(f"/api/v1/pois/{self._pois.named(name).id}"))
            assert_that(_shown(found), equal_to(shown), f"who is at {name}, as {instance} says")
        self._check_kept(name, {self._maps.stay(who).id for who in people})

    def _check_kept(self, name: str, sessions: set[str]) -> None:
        identity = self._pois.named(name).id
        if (database := self._system.database) is not None:
            rows = database.rows(
                "SELECT id::text AS id FROM globe.map_sessions WHERE poi_id = %s::uuid AND ended_at IS NULL",
                (identity,),
            )
            assert_that({row["id"] for row in rows}, equal_to(sessions), f"who is stored to be at {name}")
        if (cache := self._meeting.cache) is not None:
            eventually(
                lambda: set(cache.command("SMEMBERS", f"poi:participants:{identity}")),
                equal_to(sessions),
                within=SEEN_WITHIN,
                what=f"who the cache has at {name}",
            )

    def _last_heard(self, stay: Stay, name: str) -> tuple[list[str], int, bool]:
        """Of what they heard, or found when they came; whoever joined hears of it by the answer to their own call."""
        welcome = stay.line.frames[0].data["data"]["pois"]
        heard = [poi for poi in welcome if poi["id"] == self._pois.named(name).id]
        for frame in stay.heard("poi_created", "poi_updated", "poi_joined", "poi_left"):
            if frame.data["data"]["poi"]["id"] == self._pois.named(name).id:
                heard.append(frame.data["data"]["poi"])
        assert heard, f"{stay.who.name} has not heard of {name}"
        return _shown(heard[-1])

    # Many at once

    def race(self, watcher: Persona, name: str) -> None:
        """Twelve people who try to join at the same instant, over both instances; then all leave; five times.

        A platform that looks for room first and takes it afterwards lets in one too many whenever two of the twelve
        look before either has taken it. Should that happen in three of four rounds only, five rounds miss it once in
        0.25^-5 = 1024 times.
        """
        guests = [Persona(f"Guest{number}", "user") for number in range(1, CONTENDERS + 1)]
        for guest in guests:
            self._meeting.await_welcome(self._maps.come(guest))
        for _ in range(ROUNDS):
            at_the_same_time([partial(self._try, guest, name, number) for number, guest in enumerate(guests)])
            self._check_never_above(watcher, name)
            for guest in guests:
                if guest.name in self._inside(watcher, name):
                    with self._history.record(guest.name, "leaves", name):
                        self.leave(guest, name)

    def _try(self, guest: Persona, name: str, number: int) -> None:
        instance = INSTANCES[number % len(INSTANCES)]
        with self._history.record(guest.name, "joins", name):
            reply = self.ask(guest, name, "join", instance)
            if reply.status == 409:
                raise Full(refused(reply, 409).code)
            data(reply)

    def _inside(self, watcher: Persona, name: str) -> set[str]:
        found = data(self._accounts.as_(watcher).get(f"/api/v1/pois/{self._pois.named(name).id}"))
        ids = {one["person"]["id"] for one in found["participants"]}
        return {stay.who.name for stay in self._maps.everybody() if self._accounts.of(stay.who).id in ids}

    def _check_never_above(self, watcher: Persona, name: str) -> None:
        """No number that the watcher was ever told is above the room there is."""
        room = self._pois.named(name).told["max_participants"]

        def counts() -> list[int]:
            frames = self._maps.stay(watcher).heard("poi_joined", "poi_left")
            return [frame.data["data"]["poi"]["participant_count"] for frame in frames]

        eventually(counts, has_item(room), within=SEEN_WITHIN, what=f"the numbers at {name} that were told")
        assert max(counts()) <= room, f"there were {max(counts())} at {name}, which has room for {room}"

    def check_limit_kept(self, name: str) -> None:
        """Judged by all that was confirmed and refused: never one too many, and nobody refused while there was room."""
        room = self._pois.named(name).told["max_participants"]
        hold(
            lambda history: bounded(history, limit=room, taken="joins", released="leaves"),
            self._history,
            promise="GL-04",
        )

    def check_nobody_told(self, listener: Persona) -> None:
        """Nothing is heard of a try that was refused."""
        before = len(self._maps.stay(listener).line.frames)
        never(
            lambda: len(self._maps.stay(listener).line.frames),
            greater_than(before),
            during=SETTLE,
            what=f"how much {listener.name} has heard",
        )


def _shown(poi: dict[str, Any]) -> tuple[list[str], int, bool]:
    return (
        sorted(one["person"]["name"] for one in poi["participants"]),
        poi["participant_count"],
        poi["discussion_active"],
    )
