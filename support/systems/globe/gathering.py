"""Points of interest, and people who gather there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count, cycle
from typing import Any

from hamcrest import assert_that, equal_to, has_item, has_length

from support.clients.http import Reply
from support.observing.histories import History, bounded, hold
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.globe.maps import SEEN_WITHIN, Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.globe.pois import Poi, Pois
from support.systems.system import System

CONTENDERS = 12
ROUNDS = 5
PIER = "Pier of"
TOLD_BY = ("poi_created", "poi_updated", "poi_joined", "poi_left", "poi_join_ack", "poi_leave_ack")
"""Frames that tell of a place, with whoever is there."""


class Full(Exception):
    """There was no room."""


class Gathering:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, pois: Pois) -> None:
        self._system, self._accounts, self._maps, self._meeting = system, accounts, maps, meeting
        self._pois = pois
        self._history = History(refused=(Full,))
        self._live = {"join": cycle((False, True)), "leave": cycle((True, False))}
        self._numbers = count(1)
        self._replies: list[Reply] = []
        self._said: dict[str, Any] = {}
        self._guests = [Persona(f"Guest{number}", "user") for number in range(1, CONTENDERS + 1)]
        self._since: dict[str, str | None] = {}
        """Of each place, since when they talk there, as it was told last."""

    def come_to_a_place(self, who: Persona, name: str) -> None:
        """Enter a map, make a place there and join it; whoever connects then hears of nothing before it."""
        place = self._maps.named(name, who)
        stay = self._maps.settle(who, name, data(self._maps.ask_to_enter(who, place), 201))
        pier = f"{PIER} {name}"
        self._pois.make(who, pier, name)
        data(self.ask(who, pier, "join"))
        stay.session = data(self._accounts.as_(who).get(f"/api/v1/sessions/{stay.id}"))
        self._maps.connect(stay)
        self._meeting.check_welcome(stay)

    def place_of(self, name: str) -> Poi:
        """The place at which somebody came to this map."""
        return self._pois.named(f"{PIER} {name}")

    def join(self, who: Persona, name: str) -> None:
        """By a call and over the live connection in turn."""
        self._do(who, name, "join")

    def leave(self, who: Persona, name: str) -> None:
        """Over the live connection and by a call in turn."""
        self._do(who, name, "leave")

    def _do(self, who: Persona, name: str, deed: str) -> None:
        if next(self._live[deed]):
            told = self.say(who, name, deed)
            assert_that(told["type"], equal_to(f"poi_{deed}_ack"), f"the answer to {who.name}: {told}")
            poi = told["data"]["poi"]
        else:
            poi = data(self.ask(who, name, deed))
        inside = self._maps.stay(who).id in [one["session_id"] for one in poi["participants"]]
        assert_that(
            (poi["id"], inside), equal_to((self._pois.named(name).id, deed == "join")), f"what {who.name} is told"
        )
        self._meeting.everywhere.check_answered(who, f"/api/v1/pois/{poi['id']}", poi)

    def try_to_join(self, who: Persona, name: str) -> None:
        """By a call to either instance, and then over the live connection, for the scenario to judge."""
        self._try(who, name, "join")

    def try_to_leave(self, who: Persona, name: str) -> None:
        """As `try_to_join`."""
        self._try(who, name, "leave")

    def _try(self, who: Persona, name: str, deed: str) -> None:
        self._meeting.come_to_rest()
        self._replies = [self.ask(who, name, deed, instance) for instance in INSTANCES]
        self._said = self.say(who, name, deed)

    def say(self, who: Persona, name: str, deed: str) -> dict[str, Any]:
        """The answer to what somebody asks for over the live connection."""
        stay, ref = self._maps.stay(who), f"gather-{next(self._numbers)}"
        stay.line.send({"type": f"poi_{deed}", "poi_id": self._pois.named(name).id, "ref": ref})
        return eventually(
            lambda: [one.data for one in stay.line.frames if one.data.get("ref") == ref],
            has_length(1),
            within=SEEN_WITHIN,
            what=f"the answers to {who.name}, who would {deed} {name}",
        )[0]

    def ask(self, who: Persona, name: str, deed: str, instance: str = "") -> Reply:
        return self._accounts.as_(who, instance).post(f"/api/v1/pois/{self._pois.named(name).id}/{deed}")

    def check_refused(self, code: str) -> None:
        """Both ways, for this reason; nobody has heard of it."""
        told = [refused(reply, 409).code for reply in self._replies]
        assert_that(told, equal_to([code] * len(INSTANCES)), "why it was refused, by a call to either instance")
        said = (self._said["type"], self._said["data"].get("code"))
        assert_that(said, equal_to(("error", code)), "why it was refused, over the live connection")
        self._meeting.check_nothing_happened()

    def check_gathered(self, name: str, people: Sequence[Persona]) -> None:
        """Everybody on the map has heard who gathers there, and it is the same wherever one looks."""
        names = sorted(self._accounts.of(who).person.display_name for who in people)
        shown = (names, len(names), len(names) >= 2)
        stays = [stay for stay in self._maps.everybody() if stay.line.closed is None]
        for stay in stays:
            eventually(
                partial(self._last_shown, stay, name),
                equal_to(shown),
                within=SEEN_WITHIN,
                what=f"who {stay.who.name} last heard to be at {name}, how many, and whether they talk",
            )
        identity = self._pois.named(name).id
        for instance in self._meeting.everywhere.instances:
            found = data(self._accounts.as_(stays[0].who, instance).get(f"/api/v1/pois/{identity}"))
            assert_that(_shown(found), equal_to(shown), f"who is at {name}, as {instance} says")
            since = self._since.get(identity)
            if since and found["discussion_since"]:
                assert_that(found["discussion_since"], equal_to(since), f"since when they talk at {name}")
            self._since[identity] = found["discussion_since"]
            for stay in stays:
                assert_that(
                    self._last_heard(stay, name), equal_to(found), f"{name} as {stay.who.name} last heard of it"
                )
        self._meeting.everywhere.check_same(stays[0])
        if (database := self._system.database) is not None:
            rows = database.rows("SELECT id::text AS id FROM globe.map_sessions WHERE poi_id = %s::uuid", (identity,))
            inside = {self._maps.stay(who).id for who in people}
            assert_that({row["id"] for row in rows}, equal_to(inside), f"who is stored to be at {name}")

    def _last_shown(self, stay: Stay, name: str) -> tuple[list[str], int, bool]:
        return _shown(self._last_heard(stay, name))

    def _last_heard(self, stay: Stay, name: str) -> dict[str, Any]:
        """Of what they heard, were answered, or found when they came."""
        identity = self._pois.named(name).id
        welcome = stay.line.frames[0].data["data"]["pois"]
        heard = [poi for poi in welcome if poi["id"] == identity]
        for frame in stay.heard(*TOLD_BY):
            if frame.data["data"]["poi"]["id"] == identity:
                heard.append(frame.data["data"]["poi"])
        assert heard, f"{stay.who.name} has not heard of {name}"
        return dict(heard[-1])

    def join_at_once(self, who: Persona, names: Sequence[str]) -> None:
        """Each of these places on each instance, all at the same instant: they may be there already, and no more."""
        acts = [partial(self.ask, who, name, "join", instance) for name in names for instance in INSTANCES]
        for _ in range(ROUNDS):
            replies = at_the_same_time(acts)
            for reply in replies:
                if reply.status != 200:
                    assert_that(refused(reply, 409).code, equal_to("ALREADY_JOINED"), f"why {who.name} is refused")

    def check_at_one(self, who: Persona, names: Sequence[str]) -> None:
        """They are at one of them, once, for everybody and wherever one looks."""
        self._meeting.everywhere.check_same(self._maps.everybody()[0])
        pois = [data(self._accounts.as_(who).get(f"/api/v1/pois/{self._pois.named(name).id}")) for name in names]
        inside = [one["session_id"] for poi in pois for one in poi["participants"]]
        assert_that(inside, equal_to([self._maps.stay(who).id]), f"who is at {' and '.join(names)}")

    # Many at once

    def race(self, watcher: Persona, name: str) -> None:
        """Twelve people who try to join at the same instant, on both instances; then all leave; five times.

        Every third does so over the live connection, the others by a call.

        A platform that looks for room first and takes it afterwards lets in one too many whenever two of the twelve
        look before either has taken it. Should that happen in three of four rounds only, five rounds miss it once in
        0.25^-5 = 1024 times.
        """
        guests = self._guests
        for guest in guests:
            self._meeting.await_welcome(self._maps.come(guest))
        for _ in range(ROUNDS):
            at_the_same_time([partial(self._join_as_guest, *one) for one in self._turns(name)])
            self._check_never_above(watcher, name)
            for guest in guests:
                if guest.name in self._inside(watcher, name):
                    with self._history.record(guest.name, "leaves", name):
                        self.leave(guest, name)

    def join_all(self, name: str) -> None:
        """All who raced, at the same instant: there is room for just so many."""
        at_the_same_time([partial(self._join_as_guest, *one) for one in self._turns(name)])

    def check_all_gathered(self, name: str) -> None:
        """All of them are there."""
        self.check_gathered(name, self._guests)

    def _turns(self, name: str) -> list[tuple[Persona, str, int]]:
        return [(guest, name, number) for number, guest in enumerate(self._guests)]

    def _join_as_guest(self, guest: Persona, name: str, number: int) -> None:
        instance = INSTANCES[number % len(INSTANCES)]
        with self._history.record(guest.name, "joins", name):
            if number % 3 == 0:
                told = self.say(guest, name, "join")
                if told["data"].get("code") == "CAPACITY_EXCEEDED":
                    raise Full(told["data"]["code"])
                assert_that(told["type"], equal_to("poi_join_ack"), f"the answer to {guest.name}: {told}")
                return
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


def _shown(poi: dict[str, Any]) -> tuple[list[str], int, bool]:
    return (
        sorted(one["person"]["name"] for one in poi["participants"]),
        poi["participant_count"],
        poi["discussion_active"],
    )
