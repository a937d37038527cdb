"""Many people on several maps, all of them doing something at once, judged by all that everybody heard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_length

from support.observing.histories import History, Operation, delivered_once, every, hold, same_order, sender_order
from support.observing.machine import Meanwhile
from support.observing.measuring import Sample, assert_at_most
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.globe.everywhere import KEPT_WITHIN
from support.systems.globe.maps import SETTLE, Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.globe.pois import Pois
from support.systems.system import System

ALL_WITHIN = 20.0
"""Seconds until everybody has heard all of it."""
PAUSE = 0.5
"""Seconds between two deeds of somebody."""
PLACES = ("Bridge", "Café")
NAMES = ("Guest", "anna", "Éva", "zoë", "Milo")
"""As nobody puts them in order by accident."""
HEARD = ("avatar_moved", "poi_joined", "poi_left")
DEEDS = {"poi_joined": "poi_join", "poi_left": "poi_leave"}
"""What somebody asks for, by what the others hear of it."""
KINDS = {"welcome", "poi_created", *HEARD, "avatar_move_ack", "poi_join_ack", "poi_leave_ack"}
"""All that anybody hears or is answered while all are busy."""
SHARE = 8
"""Of so many people one joins or leaves while the others move."""


class Throng:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, pois: Pois) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._meeting, self._pois = meeting, pois
        self._history = History()
        self._asked: dict[Any, float] = {}
        """When each deed was asked for, on the clock of frames."""
        self._last: dict[str, float] = {}
        """By session, where its last move leads to."""
        self._stays: dict[str, list[Stay]] = {}
        self._busy = 0.0
        """The share of this machine that others used while all were busy."""

    def come(self, count: int, names: Sequence[str]) -> None:
        """So many people enter these maps at the same instant, on both instances; then each opens a connection."""
        people = [Persona(f"{NAMES[number % len(NAMES)]}{number}", "user") for number in range(1, count + 1)]
        self._accounts.sign_in_all(people)
        for name, maker in zip(names, people, strict=False):
            self._maps.named(name, maker)
        where = {who.name: names[number // 2 % len(names)] for number, who in enumerate(people)}
        acts = [partial(self._maps.ask_to_enter, who, self._maps.named(where[who.name])) for who in people]
        for who, reply in zip(people, at_the_same_time(acts), strict=True):
            stay = self._maps.settle(who, where[who.name], data(reply, 201))
            self._stays.setdefault(where[who.name], []).append(stay)
        self._check_cached()
        for stays in self._stays.values():
            for stay in stays:
                self._maps.connect(stay)
                self._meeting.await_welcome(stay)

    def check_there(self) -> None:
        """Each is there once: in the lists of both instances, in the database and in the cache."""
        for name, stays in self._stays.items():
            place, wanted = self._maps.named(name), sorted(stay.id for stay in stays)
            for instance in INSTANCES:
                reply = self._accounts.as_(stays[0].who, instance).get(f"/api/v1/maps/{place.id}/sessions")
                found = sorted(one["id"] for one in data(reply)["sessions"])
                assert_that(found, equal_to(wanted), f"who is on {name}, as {instance} tells")
            if (database := self._system.database) is not None:
                rows = database.rows(
                    "SELECT id::text FROM globe.map_sessions WHERE map_id = %s::uuid AND ended_at IS NULL", (place.id,)
                )
                assert_that(sorted(row["id"] for row in rows), equal_to(wanted), f"who is stored to be on {name}")
        self._check_cached()

    def _check_cached(self) -> None:
        """Each is there in the cache: at once, and not when it is compared with the database the next time."""
        if (cache := self._system.cache) is None:
            return
        for name, stays in self._stays.items():
            key = f"map:sessions:{self._maps.named(name).id}"
            eventually(
                lambda key=key: sorted(cache.command("SMEMBERS", key)),  # type: ignore[misc]
                equal_to(sorted(stay.id for stay in stays)),
                within=KEPT_WITHIN,
                what=f"whom the cache has on {name}",
            )
            lost = [stay.who.name for stay in stays if not cache.exists(f"session:{stay.id}")]
            assert_that(lost, equal_to([]), "whose presence the cache has not")

    def be_busy(self, seconds: float) -> None:
        """All move twice a second; now and then somebody joins a place of their map, or leaves it."""
        for name, stays in self._stays.items():
            for number, place in enumerate(PLACES):
                self._pois.make(
                    stays[0].who, f"{place} of {name}", map_name=name, position={"lat": 5.0 + number, "lng": 5.0},
                    max_participants=50,
                )  # fmt: skip
        meanwhile = Meanwhile()
        at_the_same_time([partial(self._bustle, name, stays, seconds) for name, stays in self._stays.items()])
        self._busy = meanwhile.others()
        for name, stays in self._stays.items():
            self._await_all(name, stays)

    def _bustle(self, name: str, stays: Sequence[Stay], seconds: float) -> None:
        """One after the other, so that each has a deed in every pause; spread over it as real people's are."""
        turn = 0
        for elapsed in looks(within=seconds, poll=PAUSE / len(stays), stretch=1.0):
            while turn <= elapsed / PAUSE * len(stays):
                self._act(name, stays[turn % len(stays)], turn // len(stays), turn % len(stays))
                turn += 1

    def _act(self, name: str, stay: Stay, time: int, number: int) -> None:
        """The deed of somebody at this time: most move; of `SHARE` people one joins a place and leaves it the next."""
        step = time // SHARE
        place = PLACES[step % len(PLACES)] if step < len(PLACES) else ""
        due = (time - number) % SHARE
        if place and due in (0, 1):
            kind, poi = HEARD[1 + due], self._pois.named(f"{place} of {name}")
            frame: dict[str, Any] = {"type": DEEDS[kind], "poi_id": poi.id}
            value: tuple[Any, ...] = (kind, stay.id, poi.id)
            if due == 1 and ("poi_joined", stay.id, poi.id) not in self._asked:
                return
        else:
            lat = round((time * 100 + number) / 100, 2)
            frame, value = {"type": "avatar_move", "position": {"lat": lat, "lng": 7.0}}, ("avatar_moved", stay.id, lat)
            self._last[stay.id] = lat
        with self._history.record(stay.who.name, "does", name, value):
            self._asked[value] = stay.line.send({**frame, "ref": f"throng-{time}"})

    def _await_all(self, name: str, stays: Sequence[Stay]) -> None:
        """All that was asked for was confirmed, and each has heard as much as the others did."""
        deeds = [one for one in self._history if one.key == name and one.what == "does"]
        for stay in stays:
            own = sum(one.who == stay.who.name for one in deeds)
            eventually(
                lambda stay=stay: sum("throng" in one.data.get("ref", "") for one in stay.line.frames),  # type: ignore[misc]
                equal_to(own),
                within=ALL_WITHIN,
                what=f"how many deeds of {stay.who.name} were answered",
            )
            refusals = [one.data for one in stay.heard("error")]
            assert_that(refusals, has_length(0), f"what {stay.who.name} was refused")
            eventually(
                lambda stay=stay: len(stay.heard(*HEARD)),  # type: ignore[misc]
                greater_than_or_equal_to(len(deeds) - own),
                within=ALL_WITHIN,
                what=f"how much {stay.who.name} has heard",
            )

    def check_each_hears_all(self) -> None:
        """Each heard every deed of the others on their map once, nobody those of another map, all in one order."""
        settled = looks(within=SETTLE, stretch=1.0)
        for _ in settled:  # what is doubled or for others comes a little later
            pass
        for name, stays in self._stays.items():
            for stay in stays:
                self._note(stay)
                others = {one.data.get("type") for one in stay.line.frames} - KINDS
                assert_that(others, equal_to(set()), f"what else {stay.who.name} has heard")
            assert_that(stays, has_length(greater_than_or_equal_to(2)), f"people on {name}")
        hold(
            every(
                partial(delivered_once, sent="does", received="hears", by=self._others, things="deeds"),
                partial(same_order, seen="hears"),
                partial(sender_order, sent="does", seen="hears"),
            ),
            self._history,
            promise="GL-13",
        )

    def check_kept(self) -> None:
        """Wherever one looks it is the same, and everybody is where their last move led them."""
        for stays in self._stays.values():
            everywhere = self._meeting.everywhere
            everywhere.check_same(stays[0])
            found = {one["id"]: one["position"]["lat"] for one in everywhere.shown(stays[0])["sessions"]}
            assert_that(found, equal_to({stay.id: self._last[stay.id] for stay in stays}), "where everybody is")

    def leave_at_once(self) -> None:
        """Every other one, at the same instant."""
        goers = [stay for stays in self._stays.values() for stay in stays[1::2]]
        acts = [partial(self._accounts.as_(one.who).delete, f"/api/v1/sessions/{one.id}") for one in goers]
        for reply in at_the_same_time(acts):
            data(reply)

    def check_left(self) -> None:
        """Whoever has stayed hears once of each on their map who went; these are nowhere any more."""
        for stays in self._stays.values():
            gone = sorted(stay.id for stay in stays[1::2])
            for stay in stays[::2]:
                eventually(
                    lambda stay=stay: sorted(one.data["data"]["session_id"] for one in stay.heard("user_left")),  # type: ignore[misc]
                    equal_to(gone),
                    within=ALL_WITHIN,
                    what=f"of whose leaving {stay.who.name} has heard",
                )
            self._meeting.everywhere.check_same(stays[0])
            found = [one["id"] for one in self._meeting.everywhere.shown(stays[0])["sessions"]]
            assert_that(sorted(found), equal_to(sorted(stay.id for stay in stays[::2])), "who is still there")

    def _others(self, deed: Operation) -> list[str]:
        return [stay.who.name for stay in self._stays[str(deed.key)] if stay.who.name != deed.who]

    def _note(self, stay: Stay) -> None:
        """What somebody heard, under the map that it names."""
        names = {self._maps.named(name).id: name for name in self._stays}
        for frame in stay.heard(*HEARD):
            kind, told = frame.data["type"], frame.data["data"]
            what = told["position"]["lat"] if kind == "avatar_moved" else told["poi"]["id"]
            value = (kind, told["session_id"], what)
            self._history.saw(stay.who.name, "hears", names.get(frame.data["map_id"], "elsewhere"), value, frame.clock)

    def check_in_time(self, limit: float) -> None:
        """From asking for it to hearing of it, for each deed at each who hears it."""
        delays = Sample()
        for stay in chain.from_iterable(self._stays.values()):
            for frame in stay.heard(*HEARD):
                kind, told = frame.data["type"], frame.data["data"]
                what = told["position"]["lat"] if kind == "avatar_moved" else told["poi"]["id"]
                delays.add(frame.clock - self._asked[kind, told["session_id"], what])
        self._system.world.journal.record(
            "note", f"from a deed to hearing of it: {delays}; {self._busy:.0%} used by others"
        )
        assert_at_most(delays, "p95", limit, "a deed from asking for it to being heard of", "GL-13", busy=self._busy)
