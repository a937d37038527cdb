"""Globe while one of its stores is away, and when it is back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any

from hamcrest import assert_that, empty, equal_to, greater_than, has_length, not_

from support.clients.http import Reply
from support.clients.unreachable import Unreachable
from support.clients.websocket import Refused, SocketClient
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks, never, now
from support.scenario.people import Persona
from support.systems.accounts import LOGIN, LOGOUT, PEOPLE, REGISTER, Accounts
from support.systems.answers import data, refused
from support.systems.globe.contract import ME
from support.systems.globe.everywhere import STATES
from support.systems.globe.gathering import Gathering
from support.systems.globe.maps import SETTLE, START, Maps, Stay
from support.systems.globe.meeting import PRESENCE_SECONDS, Meeting
from support.systems.globe.operations import INSTANCES, OPERATIONS
from support.systems.globe.people import OLGA
from support.systems.globe.pois import Pois
from support.systems.system import System

RECOVERS_WITHIN = 5.0
"""Seconds after the return of a store until all is as it should be."""
CHANGES = (
    *("user_joined", "user_left", "avatar_moved", "map_closed"),
    *("poi_created", "poi_updated", "poi_removed", "poi_joined", "poi_left"),
)
COUNTED = 120
"""Signs of life that somebody may show in a minute while they are counted."""
AGAIN = 6
"""How often each asks for something once all works again."""
BELIEVED_AFTER = 1.2
"""Seconds after which a cache that was away is believed again when a sign-in is asked about."""
ANSWERED_WITHIN = 20.0
"""Seconds until a frame is answered: several that wait for a store in vain are answered one after another."""
NOTICED_WITHIN = 5.0
"""Seconds until it is noticed that a store is away."""


REMEMBERED = "GET /api/v1/maps/{map_id}/sessions"
"""What is still known while the database is away."""


class Outages:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, pois: Pois) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._meeting, self._pois = meeting, pois
        self._away = self._back = 0.0
        self._numbers = count(1)
        self._new_map = f"New {system.world.data.mark}"
        self._new_email = f"new.{system.world.data.mark}@people.test"
        self._before: list[dict[str, Any]] = []
        """Who was on the map, and where, before something was away."""
        self._replies: dict[str, Reply] = {}
        self._answers: dict[str, dict[str, Any]] = {}

    @property
    def back(self) -> float:
        """When what was away was back, on the clock of `waiting.now`."""
        return self._back

    def mend(self) -> None:
        """What was away comes back; what is promised counts from then."""
        self._system.world.faults.mend()
        self._back = now()

    def mend_cache_first(self, cache: str) -> None:
        """The cache comes back, and whatever else is away once everybody has been told so."""
        self._system.world.faults.mend(cache)
        self.check_told_well()
        self.mend()

    # Without the cache

    def check_degraded(self, *, degraded: bool) -> None:
        """Everybody is told live whether all is well, and so are the lists of their instances."""
        for stay in self._staying():
            self._check_told_of_state(stay, degraded=degraded)
            listed = data(self._accounts.as_(stay.who).get(f"/api/v1/maps/{stay.place.id}/sessions"))
            assert_that(listed["degraded"], equal_to(degraded), f"whether the list of {stay.who.name} says so")
            shown = self._ask(stay, {"type": "request_state"})["data"]["degraded"]
            assert_that(shown, equal_to(degraded), f"whether {stay.who.name} is shown so, who asks for it")

    def check_told_well(self) -> None:
        """Everybody has heard that all is well, on each device and each map, whenever they came."""
        for stay in self._staying():
            self._check_told_of_state(stay, degraded=False)

    def _check_told_of_state(self, stay: Stay, *, degraded: bool) -> None:
        """Each connection tells so by the last that it says of it, and never tells the same twice in a row."""
        for number, line in enumerate(stay.lines, 1):
            where = f"{stay.who.name}, on device {number} on {stay.place.title}, is told that something is away"
            eventually(
                lambda line=line: _told_of_state(line)[-1:],  # type: ignore[misc]
                equal_to([degraded]),
                within=NOTICED_WITHIN,
                what=f"whether {where}",
            )
            told = _told_of_state(line)
            wanted = [bool(one % 2) != told[0] for one in range(len(told))]
            assert_that(told, equal_to(wanted), f"how often {where}, or back")

    def _staying(self) -> list[Stay]:
        """Those who have come to any map and not left it."""
        stays = (*self._maps.everybody(), *self._maps.elsewhere())
        return [stay for stay in stays if not self._meeting.has_left(stay)]

    def be_away_once(self, part: str) -> None:
        """A part stops and is back, and presence is complete then."""
        self._system.world.faults.inflict(part, "stops")
        self.check_degraded(degraded=True)
        self.mend()
        self.check_complete()

    def be_refused_once(self, part: str) -> None:
        """A part stops, so that something is refused, and is back, and all works again then."""
        stay = self._maps.everybody()[0]
        self._system.world.faults.inflict(part, "stops")
        eventually(
            lambda: self._ask(stay, {"type": "heartbeat"})["type"],
            equal_to("error"),
            within=NOTICED_WITHIN,
            what=f"the answer to a sign of life of {stay.who.name}",
        )
        self.mend()
        self.check_all_work_again()

    def do_whatever(self, who: Persona, gathering: Gathering) -> None:
        """Signs of life, as many as there may be while they are counted and more; moves, a place, and a map.

        The place is made, joined, changed, left and taken away.
        """
        stay = self._maps.stay(who)
        for instance in INSTANCES:
            told = data(self._accounts.as_(who, instance).post(f"/api/v1/sessions/{stay.id}/heartbeat"))
            assert_that((told["id"], told["active"]), equal_to((stay.id, True)), f"what {instance} tells {who.name}")
        for ref in [self._say(stay, {"type": "heartbeat"}) for _ in range(COUNTED + 1)]:
            answer = self._answer(stay, ref)
            told = (answer["type"], answer["data"].get("session_id"))
            assert_that(told, equal_to(("pong", stay.id)), f"the answer to a sign of life: {answer}")
        self._meeting.move_by_call(who, 10.0, 20.0)
        self._meeting.move(who, 20.0, 10.0)
        self._pois.make(who, "Bench", position={"lat": 10.0, "lng": 10.0})
        gathering.join(who, "Bench")
        self._pois.change(who, "Bench", "Seat", "", 3)
        gathering.leave(who, "Bench")
        self._pois.check_everybody_sees("Seat", "poi_updated")
        self._pois.remove(who, "Bench")
        self._maps.named(f"Another {self._new_map}", who)

    def check_complete(self, gathered: Sequence[str] = ()) -> None:
        """In time after its return the cache has everybody who is there, as they are, and nobody else.

        Whoever is there, and whenever they came, has heard of all that happened, and sees each map as it is.
        """
        places = {stay.place.id: stay.place for stay in (*self._maps.everybody(), *self._maps.elsewhere())}
        for place in places.values():
            self._check_complete(self._maps.everybody(place.title), gathered if place == self._maps.named() else ())
        for stay in {stay.place.id: stay for stay in self._staying()}.values():
            self._meeting.everywhere.check_same(stay)

    def _check_complete(self, stays: Sequence[Stay], gathered: Sequence[str]) -> None:
        """Of one map."""
        cache = self._system.cache
        assert cache is not None, "only the cache knows who is present"
        there = [stay for stay in stays if not self._meeting.has_left(stay)]
        place = there[0].place
        listed = data(self._accounts.as_(there[0].who).get(f"/api/v1/maps/{place.id}/sessions"))["sessions"]
        assert_that(sorted(one["id"] for one in listed), equal_to(sorted(stay.id for stay in there)), "who is there")
        wanted = {one["id"]: one for one in listed}
        within = {"within": RECOVERS_WITHIN, "promised": True, "since": self._back}

        def known() -> dict[str, Any]:
            texts = {key: cache.get(f"session:{key}") for key in cache.command("SMEMBERS", f"map:sessions:{place.id}")}
            return {key: json.loads(text or "{}") for key, text in texts.items()}

        eventually(known, equal_to(wanted), what="whom the cache has on the map, each whole", **within)  # type: ignore[arg-type]
        ids = {stay.id for stay in stays}
        places = {one["id"]: f"poi:participants:{one['poi_id']}" for one in listed if one["poi_id"] is not None}

        def at_places() -> dict[str, str]:
            found = {key: set(cache.command("SMEMBERS", key)) for key in cache.keys("poi:participants:*")}
            return {one: key for key, members in found.items() for one in members & ids}

        eventually(at_places, equal_to(places), what="at which places the cache has whom", **within)  # type: ignore[arg-type]
        for name in gathered:
            poi = self._pois.named(name)
            key = f"poi:participants:{poi.id}"
            inside = {one["id"] for one in listed if one["poi_id"] == poi.id}
            eventually(
                lambda key=key: set(cache.command("SMEMBERS", key)),  # type: ignore[misc]
                equal_to(inside),
                what=f"whom the cache has at {name}",
                **within,  # type: ignore[arg-type]
            )
        gone = [stay.id for stay in stays if stay not in there]
        eventually(
            lambda: [one for one in gone if cache.exists(f"session:{one}")],
            empty(),
            what="whom the cache has though they have left",
            **within,  # type: ignore[arg-type]
        )
        keys = [f"session:{one}" for one in wanted] + [f"map:sessions:{place.id}"]
        keys += [f"poi:participants:{poi}" for poi in {one["poi_id"] for one in listed} - {None}]
        for key in keys:
            left = cache.ttl(key) or 0
            assert PRESENCE_SECONDS - 60 < left <= PRESENCE_SECONDS, f"the presence in {key} lasts {left} s more"

    def check_unbroken(self) -> None:
        """Nobody who stayed had to connect again: each has every connection they opened, shown the map once on each."""
        for stay in self._staying():
            for line in stay.lines:
                shown = [frame.data["type"] for frame in line.frames].count("welcome")
                what = f"how {stay.who.name} stayed on {stay.place.title}: what ended the connection, and first sights"
                assert_that((line.closed, shown), equal_to((None, 1)), what)

    # Without the database

    def try_all_changes(self, who: Persona, newcomer: Persona, name: str) -> None:
        """Whatever changes something, on either instance, by a call and over the live connection."""
        stay, poi = self._maps.stay(who), self._pois.named(name)
        place = {"position": {"lat": 1.0, "lng": 1.0}}
        changed = {"name": "Other", "description": "", "max_participants": 9}
        new = {"name": "New", **place}
        session, point = f"/api/v1/sessions/{stay.id}", f"/api/v1/pois/{poi.id}"
        asked: dict[str, Callable[[], Reply]] = {}
        for instance in INSTANCES:
            globe, other = self._accounts.as_(who, instance), self._accounts.as_(newcomer, instance)
            enter = {"map_id": stay.place.id, "position": START}
            asked |= {
                f"entering, at {instance}": partial(other.post, "/api/v1/sessions", enter),
                f"moving, at {instance}": partial(globe.put, f"{session}/position", place),
                f"a sign of life, at {instance}": partial(globe.post, f"{session}/heartbeat"),
                f"leaving the map, at {instance}": partial(globe.delete, session),
                f"a new map, at {instance}": partial(globe.post, "/api/v1/maps", {"name": self._new_map}),
                f"a new place, at {instance}": partial(globe.post, f"/api/v1/maps/{stay.place.id}/pois", new),
                f"changing a place, at {instance}": partial(globe.put, point, changed),
                f"taking a place away, at {instance}": partial(globe.delete, point),
                f"joining, at {instance}": partial(globe.post, f"{point}/join"),
                f"going, at {instance}": partial(globe.post, f"{point}/leave"),
                f"closing the map, at {instance}": partial(globe.delete, f"/api/v1/maps/{stay.place.id}"),
            }
            asked |= {f"{what}, at {instance}": act for what, act in self._doors(who, newcomer, instance).items()}
        frames: tuple[dict[str, Any], ...] = (
            {"type": "avatar_move", **place},
            {"type": "heartbeat"},
            {"type": "poi_join", "poi_id": poi.id},
            {"type": "poi_leave", "poi_id": poi.id},
        )
        refs = [self._say(stay, frame) for frame in frames]
        self._replies = dict(zip(asked, at_the_same_time(list(asked.values())), strict=True))
        for frame, ref in zip(frames, refs, strict=True):
            self._answers[str(frame["type"])] = self._answer(stay, ref)

    def _doors(self, who: Persona, newcomer: Persona, instance: str) -> dict[str, Callable[[], Reply]]:
        """What is done at the door of an instance, and by an admin to somebody: whether it may be, nobody knows."""
        door, admin = self._system.service(instance), self._accounts.as_(OLGA, instance)
        account = self._accounts.of(newcomer)
        given = {"email": account.person.email, "password": account.person.password}
        new = {"email": self._new_email, "password": account.person.password, "display_name": "New"}
        return {
            "signing in": partial(door.post, LOGIN, given),
            "a wrong password": partial(door.post, LOGIN, given | {"password": "a-wrong-one"}),
            "signing up": partial(door.post, REGISTER, new),
            "signing out": partial(self._accounts.as_(who, instance).post, LOGOUT),
            "another role": partial(admin.put, f"{PEOPLE}/{account.id}/role", {"role": OLGA.role}),
            "shutting out": partial(admin.post, f"{PEOPLE}/{account.id}/deactivate"),
        }

    def check_all_refused(self) -> None:
        """Each of them is refused for now, in the one shape of refusals."""
        for what, reply in self._replies.items():
            got = f"got {reply.status}: {reply.text[:200]}"
            assert reply.status == 503, f"{what}: expected a refusal with status 503, {got}"
            refusal = refused(reply, 503)
            assert_that(refusal.code, equal_to("SYSTEM_UNAVAILABLE"), f"why {what} is refused")
        for kind, answer in self._answers.items():
            told = (answer["type"], answer["data"].get("code"))
            assert_that(told, equal_to(("error", "SYSTEM_UNAVAILABLE")), f"the answer to {kind}")

    def check_nothing_made(self) -> None:
        """Of what was refused nothing was done a moment later either, when what was away goes on."""
        self._meeting.check_nothing_happened()
        self._meeting.everywhere.check_same(self._maps.everybody()[0])
        if (database := self._system.database) is not None:
            count = database.value("SELECT count(*) FROM globe.maps WHERE name = %s", (self._new_map,))
            assert_that(count, equal_to(0), f"maps of the name {self._new_map}, whose making was refused")
            count = database.value("SELECT count(*) FROM globe.people WHERE email = %s", (self._new_email,))
            assert_that(count, equal_to(0), f"accounts of {self._new_email}, whose making was refused")
        for who in {stay.who.name: stay.who for stay in (*self._maps.everybody(), *self._maps.elsewhere())}.values():
            account = data(self._accounts.as_(who).get(ME))
            assert_that(account["role"], equal_to(who.role), f"the role of {who.name}, whose change was refused")

    def check_nothing_told(self) -> None:
        """Nobody hears of anything that was refused."""

        def heard() -> list[tuple[str, str]]:
            frames = [(stay.who.name, one) for stay in self._maps.everybody() for one in stay.heard(*CHANGES)]
            return [(name, one.data["type"]) for name, one in frames if one.clock > self._away]

        never(heard, not_(empty()), during=SETTLE, what="what is heard of what was refused")

    def begin(self) -> None:
        """All that was done before has been heard of; from now on nothing may be.

        Everybody has moved on either instance: what a store has done before it does at once when it goes on.

        A cache that was away a moment ago is not believed at once: sign-ins are in it when they have been used since.
        """
        people = [OLGA, *(stay.who for stay in (*self._maps.everybody(), *self._maps.elsewhere()))]
        self._use_sign_ins(people)
        believed = now() + BELIEVED_AFTER
        eventually(now, greater_than(believed), within=2 * BELIEVED_AFTER, what="the time")
        self._use_sign_ins(people)
        for stay in self._maps.everybody():
            for instance in INSTANCES:
                path = f"/api/v1/sessions/{stay.id}/position"
                data(self._accounts.as_(stay.who, instance).put(path, json={"position": START}))
        self._meeting.come_to_rest()
        before = self._meeting.everywhere.listed(self._maps.everybody()[0], INSTANCES[0])["sessions"]
        self._before = before
        self._away = now()

    def _use_sign_ins(self, people: Sequence[Persona]) -> None:
        for who in people:
            for instance in INSTANCES:
                data(self._accounts.as_(who, instance).get(ME))

    def check_seen(self) -> None:
        """Everybody is connected, and is told who is there and where, as it was, live and by either instance."""
        stays = self._maps.everybody()
        for stay in stays:
            assert stay.line.closed is None, f"{stay.who.name} lost the connection: {stay.line.closed}"
        at_the_same_time([partial(self._check_sees, stay) for stay in stays])
        at_the_same_time([partial(self._check_admin_sees, OLGA), partial(self._check_no_more_lines, stays[0])])
        self._check_nothing_else_known(stays[0])

    def _check_admin_sees(self, admin: Persona) -> None:
        for instance, reply in self._ask_who_is_there(admin).items():
            assert_that(data(reply)["sessions"], equal_to(self._before), f"who is there, as {instance} tells an admin")

    def _check_no_more_lines(self, stay: Stay) -> None:
        """Nobody knows what to show on one more connection: either instance refuses it for now."""
        told = at_the_same_time([partial(self._refusal_of_line, stay, instance) for instance in INSTANCES])
        assert_that(dict(zip(INSTANCES, told, strict=True)), equal_to(dict.fromkeys(INSTANCES, 503)), "one more line")

    def _check_nothing_else_known(self, stay: Stay) -> None:
        """Whatever else can be asked for is refused for now, by either instance.

        No list is empty and nothing is said not to be there: nobody knows.
        """
        poi = next(one["poi_id"] for one in self._before if one["poi_id"] is not None)
        ids = {"map_id": stay.place.id, "session_id": stay.id, "poi_id": poi}
        asked = [one for one in OPERATIONS if one.method == "GET" and one.described and one.name != REMEMBERED]
        acts = [partial(self._accounts.as_(stay.who, one.service).get, one.path_for(ids)) for one in asked]
        for operation, reply in zip(asked, at_the_same_time(acts), strict=True):
            what = f"{operation.name} of {operation.service}"
            assert reply.status == 503, f"while nobody knows, {what} answers {reply.status}: {reply.text[:200]}"
            refusal = refused(reply, 503)
            told = (refusal.code, reply.headers.get("retry-after"))
            assert_that(told, equal_to(("SYSTEM_UNAVAILABLE", "1")), f"why {what} is refused")

    def _refusal_of_line(self, stay: Stay, instance: str) -> int:
        """The status with which one more connection is refused; 101 when it is not."""
        try:
            self._maps.connect(stay, instance)
        except Refused as refusal:
            return refusal.status
        return 101

    def _check_sees(self, stay: Stay) -> None:
        ref = self._say(stay, {"type": "request_state"})
        for instance, reply in self._ask_who_is_there(stay.who).items():
            listed = data(reply)
            found = (listed["sessions"], listed["degraded"], listed["map_id"], listed["count"])
            wanted = (self._before, True, stay.place.id, len(self._before))
            assert_that(found, equal_to(wanted), f"who is there, by {instance}")
        state = self._answer(stay, ref)
        told = (state["type"], state["data"]["sessions"], state["data"]["degraded"])
        assert_that(told, equal_to(("state", self._before, True)), f"who is there, as {stay.who.name} is told")
        unknown = {name: state["data"][name] for name in ("sequence", "pois", "map_id")}
        nothing = {"sequence": None, "pois": None, "map_id": stay.place.id}
        assert_that(unknown, equal_to(nothing), f"what {stay.who.name} is told of what nobody knows")

    def _ask_who_is_there(self, who: Persona) -> dict[str, Reply]:
        """Of each instance, on the map of which the scenario speaks."""
        acts = [partial(self._ask_until_believed, who, instance) for instance in INSTANCES]
        return dict(zip(INSTANCES, at_the_same_time(acts), strict=True))

    def _ask_until_believed(self, who: Persona, instance: str) -> Reply:
        """Again while nobody knows who asks: a cache that was slow once is not believed for a moment."""
        path = f"/api/v1/maps/{self._maps.named().id}/sessions"
        for _ in looks(within=2 * BELIEVED_AFTER):
            reply = self._accounts.as_(who, instance).get(path)
            if reply.status != 503:
                break
        return reply

    def check_others_shut_out(self) -> None:
        """Whoever is on another map is told nothing of this one by either instance."""
        elsewhere = self._maps.elsewhere()
        assert elsewhere, "nobody is on another map"
        for stay in elsewhere:
            for reply in self._ask_who_is_there(stay.who).values():
                refused(reply, 403, 503)

    def check_all_work_again(self) -> None:
        """In time after its return everybody can do something again, on each map, and lists are whole."""
        there = self._staying()
        for stay in there:
            self._check_works_again(stay)
        self._check_all_is_done(there)
        stay = self._maps.everybody()[0]
        for instance in INSTANCES:
            eventually(
                lambda instance=instance: data(  # type: ignore[misc]
                    self._accounts.as_(stay.who, instance).get(f"/api/v1/maps/{stay.place.id}/sessions")
                )["degraded"],
                equal_to(False),
                within=RECOVERS_WITHIN,
                promised=True,
                since=self._back,
                what=f"whether {instance} tells that something is away",
            )

    def _check_works_again(self, stay: Stay) -> None:
        """In time after its return, somebody's sign of life is taken again."""
        eventually(
            lambda: self._ask(stay, {"type": "heartbeat"})["type"],
            equal_to("pong"),
            within=RECOVERS_WITHIN,
            promised=True,
            since=self._back,
            what=f"the answer to a sign of life of {stay.who.name} on {stay.place.title}",
        )

    def _check_all_is_done(self, stays: Sequence[Stay]) -> None:
        """In time it works each time, not now and then: what changes nothing is asked for several times in a row."""
        for stay in stays:
            eventually(
                partial(self._refused_of_many, stay),
                empty(),
                within=RECOVERS_WITHIN,
                promised=True,
                since=self._back,
                what=f"what is refused of all that {stay.who.name} asks for",
            )
            refs = [self._say(stay, {"type": "heartbeat"}) for _ in range(AGAIN)]
            answers = [self._answer(stay, ref)["type"] for ref in refs]
            assert_that(answers, equal_to(["pong"] * AGAIN), f"the answers to {stay.who.name}, who is there")

    def _refused_of_many(self, stay: Stay) -> list[str]:
        told: list[str] = []
        paths = (f"/api/v1/sessions/{stay.id}", f"/api/v1/maps/{stay.place.id}/pois")
        for instance in INSTANCES:
            acts = [partial(self._accounts.as_(stay.who, instance).get, path) for path in paths * (AGAIN // 2)]
            told += [f"{reply.status} by {instance}" for reply in at_the_same_time(acts) if reply.status != 200]
            reply = self._maps.ask_to_enter(stay.who, stay.place, instance)
            if reply.status != 409:  # a change that would be made, were they not there already
                told.append(f"{reply.status} by {instance}, for whoever enters once more")
        return told

    def vanish_before_return(self, who: Persona) -> None:
        """Somebody is lost, and somebody else on the same instance is refused something; then all is whole again."""
        entry = self._accounts.of(who).entry
        other = next(one.who for one in self._maps.others(who) if self._accounts.of(one.who).entry == entry)
        self._meeting.vanish(who)
        self.check_move_refused(other)
        self.mend()

    def check_move_refused(self, who: Persona) -> None:
        """By the live connection: it cannot be done now."""
        answer = self._ask(self._maps.stay(who), {"type": "avatar_move", "position": {"lat": 2.0, "lng": 2.0}})
        told = (answer["type"], answer["data"].get("code"))
        assert_that(told, equal_to(("error", "SYSTEM_UNAVAILABLE")), f"the answer to {who.name}, who moves")

    def _ask(self, stay: Stay, frame: dict[str, Any]) -> dict[str, Any]:
        """The answer to a frame."""
        return self._answer(stay, self._say(stay, frame))

    def _say(self, stay: Stay, frame: dict[str, Any]) -> str:
        """By which name it will be answered."""
        ref = f"{frame['type']}-{next(self._numbers)}"
        try:
            stay.line.send({**frame, "ref": ref})
        except Unreachable as lost:
            raise AssertionError(f"{stay.who.name} has lost the connection: {lost}") from None
        return ref

    def _answer(self, stay: Stay, ref: str) -> dict[str, Any]:
        return eventually(
            lambda: [one.data for one in stay.line.frames if one.data.get("ref") == ref],
            has_length(1),
            within=ANSWERED_WITHIN,
            what=f"the answer to {ref} of {stay.who.name}",
        )[0]


def _told_of_state(line: SocketClient) -> list[bool]:
    """Whether something is away, as one connection tells it unasked: first, and whenever that changes."""
    return [bool(one.data["data"]["degraded"]) for one in line.frames if one.data["type"] in STATES]
