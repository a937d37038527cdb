"""How often each person may do each thing, and what they are told of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from typing import Any

from hamcrest import assert_that, empty, equal_to, has_length, not_

from support.clients.http import HttpClient, Reply
from support.observing.waiting import eventually, now
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.contract import MADE_UP
from support.systems.globe.maps import START, Maps, Stay
from support.systems.globe.operations import INSTANCES
from support.systems.globe.people import OLGA
from support.systems.globe.pois import Pois
from support.systems.system import System

WINDOW = 60
"""Seconds in which deeds are counted."""
MOST_LIVE = 190
"""Deeds at most that are done over the live connection."""
AT_ONCE = 40
"""Deeds that are said before their answers are waited for."""
ANSWER_AMONG = 400
"""Frames, the last ones, among which an answer is looked for."""
BY_CALL = 10
"""Deeds of a kind that can be done over the live connection too that are done by a call; the others are done there."""


@dataclass(frozen=True)
class Deed:
    """Something that is limited: how often a minute, what Globe calls it, and its frame, if there is one."""

    action: str
    times: int
    frame: str = ""


DEEDS = {
    "making maps": Deed("create_map", 30),
    "entering maps": Deed("create_session", 30),
    "moving": Deed("move", 1200, "avatar_move"),
    "signs of life": Deed("heartbeat", 120, "heartbeat"),
    "making places": Deed("create_poi", 30),
    "changing places": Deed("change_poi", 60),
    "taking places away": Deed("remove_poi", 30),
    "joining places": Deed("join_poi", 60, "poi_join"),
    "leaving places": Deed("leave_poi", 60, "poi_leave"),
}


DONE = {"entering maps": 1}
"""What everybody has done before: they are on a map."""


ELSEWHERE = ("moving", "signs of life", "making places", "changing places", "joining places", "leaving places")
"""What can be tried on another map, or at another place, without anything else that is limited."""

REFUSED = (1, 2)
"""Which calls of a deed, counted from 0, ask for what cannot be, one of each instance: they count all the same."""


AGE = """
for _, one in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZINCRBY', KEYS[1], ARGV[1], one) end
"""
"""All that is counted in one go: one by one, more than a thousand take longer than what is looked at then."""


class Limits:
    """One person who does one thing as often as they may, on both instances, by calls and over their connection."""

    def __init__(self, system: System, accounts: Accounts, maps: Maps, pois: Pois) -> None:
        self._system, self._accounts, self._maps, self._pois = system, accounts, maps, pois
        self._numbers = count(1)
        self._instances = cycle(INSTANCES)
        self._made = 0
        self._deed = Deed("", 0)
        self._began = 0.0
        self._told: list[tuple[int, int, int]] = []
        """Of each answer to a call: the limit, what remains, and the seconds until there is room."""
        self._took: list[float] = []
        """At each of them, the seconds since the first deed at most."""
        self._refused: list[Reply] = []

    def use_up(self, who: Persona, name: str) -> None:
        """Do it as often as it may be done, each time in another way; where it can be refused, it is twice."""
        deed = self._deed = DEEDS[name]
        self._began = now() - self._since_done(who, deed)
        by_call = deed.times - DONE.get(name, 0) if not deed.frame else BY_CALL
        if deed.frame:
            live = min(deed.times - by_call, MOST_LIVE)
            self._count_as_done(who, deed, deed.times - by_call - live)
            self._do_live(who, deed, live)
        act, vain = self._acts(who)[name], self._in_vain(who).get(name)
        for number in range(by_call):
            person = self._accounts.as_(who, next(self._instances))
            if vain is not None and number in REFUSED:
                reply = vain(person)
                refused(reply, 404, 409)
            else:
                reply = act(person)
                assert reply.status in (200, 201, 204), f"{name} is refused: {reply.status} {reply.text}"
            self._told.append(_told(reply))
            self._took.append(now() - self._began)

    def _since_done(self, who: Persona, deed: Deed) -> float:
        """Seconds since it was done first, if it was."""
        cache = self._system.cache
        assert cache is not None, "only the cache counts"
        key = f"rate_limit:{deed.action}:{self._accounts.of(who).id}"
        times = [float(cache.command("ZSCORE", key, one)) for one in cache.command("ZRANGE", key, 0, 0)]
        seconds, micros = cache.command("TIME")
        return int(seconds) + int(micros) / 1e6 - min(times) / 1000 if times else 0.0

    def _count_as_done(self, who: Persona, deed: Deed, times: int) -> None:
        """Have so many counted that were not done: so many more would take longer than the minute on a busy machine."""
        if times:
            cache = self._system.cache
            assert cache is not None, "only the cache counts"
            seconds, micros = cache.command("TIME")
            now = int(seconds) * 1000 + int(micros) // 1000
            counted: list[str | int] = []
            for number in range(times):
                counted += [now, f"counted-{number}"]
            cache.command("ZADD", f"rate_limit:{deed.action}:{self._accounts.of(who).id}", *counted)
            cache.command("EXPIRE", f"rate_limit:{deed.action}:{self._accounts.of(who).id}", WINDOW)

    def _do_live(self, who: Persona, deed: Deed, times: int) -> None:
        """So often, without waiting for an answer; joining and leaving take turns."""
        stay = self._maps.stay(who)
        before = len(stay.heard("error"))
        poi = self._pois.named("Café").id
        frames: dict[str, list[dict[str, Any]]] = {
            "avatar_move": [{"type": "avatar_move", "position": {"lat": 3.0, "lng": 3.0}}],
            "heartbeat": [{"type": "heartbeat"}],
            "poi_join": [{"type": "poi_join", "poi_id": poi}, {"type": "poi_leave", "poi_id": poi}],
            "poi_leave": [{"type": "poi_join", "poi_id": poi}, {"type": "poi_leave", "poi_id": poi}],
        }
        asked = 0
        for start in range(0, times, AT_ONCE):
            for _ in range(min(AT_ONCE, times - start)):
                for frame in frames[deed.frame]:
                    asked += 1
                    stay.line.send({**frame, "ref": f"limit-{asked}"})
            eventually(
                partial(self._answers, stay, f"limit-{asked}"),
                has_length(1),
                within=WINDOW / 2,
                what=f"the answer to the last of {asked} deeds of {who.name}",
            )
        assert_that(len(stay.heard("error")), equal_to(before), f"how often {who.name} was refused")

    def _answers(self, stay: Stay, ref: str) -> list[dict[str, Any]]:
        return [one.data for one in stay.line.frames[-ANSWER_AMONG:] if one.data.get("ref") == ref]

    def _acts(self, who: Persona, *, elsewhere: bool = False) -> dict[str, Callable[[HttpClient], Reply]]:
        """What somebody does, by the name of the deed; `elsewhere` on a map that they enter, or another place."""
        stay = self._maps.stay(who)
        if elsewhere:
            stay = self._maps.settle(who, "Oslo", self._enter(who))
        session, pois = f"/api/v1/sessions/{stay.id}", f"/api/v1/maps/{stay.place.id}/pois"
        cafe = f"/api/v1/pois/{self._pois.named('Bench' if elsewhere else 'Café').id}"
        changed = {"name": "Café", "description": "", "max_participants": 5}
        return {
            "making maps": self._make_map,
            "entering maps": self._enter_and_leave,
            "moving": lambda globe: globe.put(f"{session}/position", json={"position": START}),
            "signs of life": lambda globe: globe.post(f"{session}/heartbeat"),
            "making places": lambda globe: globe.post(pois, json=self._new()),
            "changing places": lambda globe: globe.put(cafe, json=changed),
            "taking places away": partial(self._make_and_remove, pois),
            "joining places": partial(self._in_and_out, cafe, "join"),
            "leaving places": partial(self._in_and_out, cafe, "leave"),
        }

    def _in_vain(self, who: Persona) -> dict[str, Callable[[HttpClient], Reply]]:
        """The same of what there is not, or where there is something already; making maps is never in vain."""
        session, poi = f"/api/v1/sessions/{MADE_UP}", f"/api/v1/pois/{MADE_UP}"
        spot = {"name": "Kiosk", "position": self._pois.named("Café").told["position"]}
        changed = {"name": "Kiosk", "description": "", "max_participants": 5}
        return {
            "entering maps": lambda globe: globe.post("/api/v1/sessions", json={"map_id": MADE_UP, "position": START}),
            "moving": lambda globe: globe.put(f"{session}/position", json={"position": START}),
            "signs of life": lambda globe: globe.post(f"{session}/heartbeat"),
            "making places": lambda globe: globe.post(f"/api/v1/maps/{self._maps.stay(who).place.id}/pois", json=spot),
            "changing places": lambda globe: globe.put(poi, json=changed),
            "taking places away": lambda globe: globe.delete(poi),
            "joining places": lambda globe: globe.post(f"{poi}/join"),
            "leaving places": lambda globe: globe.post(f"{poi}/leave"),
        }

    def _enter(self, who: Persona) -> dict[str, Any]:
        session: dict[str, Any] = data(self._maps.ask_to_enter(who, self._maps.named("Oslo")), 201)
        return session

    def _new(self) -> dict[str, Any]:
        number = next(self._numbers)
        return {"name": f"Kiosk {number}", "position": {"lat": 30.0 + number / 10, "lng": 30.0}}

    def _make_map(self, globe: HttpClient) -> Reply:
        reply = globe.post("/api/v1/maps", json={"name": f"Map {next(self._numbers)} {self._system.world.data.mark}"})
        if reply.status == 201:
            path = f"/api/v1/maps/{data(reply, 201)['id']}"
            self._system.world.cleanup.add(f"close {path}", lambda: globe.delete(path))
        return reply

    def _enter_and_leave(self, globe: HttpClient) -> Reply:
        reply = globe.post("/api/v1/sessions", json={"map_id": self._maps.named("Oslo").id, "position": START})
        if reply.status == 201:
            data(globe.delete(f"/api/v1/sessions/{data(reply, 201)['id']}"))
        return reply

    def _make_and_remove(self, path: str, globe: HttpClient) -> Reply:
        """The first two on the map make it in turn, so that making does not count for whoever removes it."""
        self._made += 1
        maker = self._maps.everybody()[self._made % 2].who
        made = self._accounts.as_(maker).post(path, json=self._new())
        return globe.delete(f"/api/v1/pois/{data(made, 201)['id']}")

    def _in_and_out(self, poi: str, deed: str, globe: HttpClient) -> Reply:
        joined = globe.post(f"{poi}/join")
        left = globe.post(f"{poi}/leave")
        return joined if deed == "join" else left

    def check_told_truly(self) -> None:
        """Each answer told the limit, one less each time, and within which time there is room again."""
        limit = self._deed.times
        rest = range(len(self._told) - 1, -1, -1)
        assert_that([told[:2] for told in self._told], equal_to([(limit, left) for left in rest]), "what was told")
        for (_, _, reset), took in zip(self._told, self._took, strict=True):
            wanted = f"{took:.1f} s after the first deed, of which so many may be done in {WINDOW} s"
            assert WINDOW - took - 1 <= reset <= WINDOW, f"there is room for one more in {reset} s, {wanted}"

    def check_refused(self, who: Persona, name: str) -> None:
        """Once more is refused: on either instance, on another device, elsewhere, and over the live connection."""
        deed, act = DEEDS[name], self._acts(who)[name]
        tokens = (self._system.token_of(who), self._system.another_token_of(who))
        replies = [act(self._system.service(instance, token, who.name)) for instance in INSTANCES for token in tokens]
        if name in ELSEWHERE:
            replies.append(self._acts(who, elsewhere=True)[name](self._accounts.as_(who)))
            data(self._accounts.as_(who).delete(f"/api/v1/sessions/{self._maps.stay(who, 'Oslo').id}"))
        for reply in replies:
            refusal = refused(reply, 429)
            assert_that(refusal.code, equal_to("RATE_LIMIT_EXCEEDED"), f"why {name} is refused")
            limit, left, reset = _told(reply)
            wanted = {"action": deed.action, "limit": deed.times, "retry_after_seconds": reset}
            assert_that((limit, left), equal_to((deed.times, 0)), "what is told of the limit")
            assert_that(refusal.details, equal_to(wanted), "what is told of the refusal")
            assert_that(reply.headers.get("retry-after"), equal_to(str(reset)), "when to come back")
        self._refused = replies
        if deed.frame:
            self._check_refused_live(who, deed)

    def _check_refused_live(self, who: Persona, deed: Deed) -> None:
        """Over a connection to either instance."""
        stay = self._maps.stay(who)
        place = {"position": START, "poi_id": self._pois.named("Café").id}
        lines = [self._maps.connect(stay, instance) for instance in INSTANCES]
        for instance, line in zip(INSTANCES, lines, strict=True):
            line.send({"type": deed.frame, **place, "ref": "one-more"})
            answers = eventually(
                lambda line=line: [one.data for one in line.frames if one.data.get("ref") == "one-more"],  # type: ignore[misc]
                not_(empty()),
                within=5,
                what=f"the answer to {who.name} on {instance}",
            )
            refusal = answers[0]["data"]
            told = (answers[0]["type"], refusal.get("code"))
            assert_that(told, equal_to(("error", "RATE_LIMIT_EXCEEDED")), f"what {who.name} is answered")
            details = dict(refusal["details"])
            later, (_, _, reset) = details.pop("retry_after_seconds", 0), _told(self._refused[0])
            assert_that(details, equal_to({"action": deed.action, "limit": deed.times}), "what is told of the limit")
            assert reset - 15 <= later <= reset, f"{who.name} is told live to come back in {later} s, by a call {reset}"

    def check_others_free(self, who: Persona, other: Persona, name: str) -> None:
        """It counts for nobody else, and for nothing else that the same person does."""
        limit, left, _ = _told(self._acts(other)[name](self._accounts.as_(other)))
        assert_that(left, equal_to(limit - 1 - DONE.get(name, 0)), f"what {other.name} has left of {name}")
        if name == "entering maps":
            self._check_brought_in(who)
        for another, act in self._acts(who).items():
            if another != name and DEEDS[another].action not in self._mixed(name):
                reply = act(self._accounts.as_(who))
                assert reply.status in (200, 201, 204), f"{another} is refused as well: {reply.status} {reply.text}"
                assert_that(_told(reply)[0], equal_to(DEEDS[another].times), f"the limit of {another}")

    def _check_brought_in(self, who: Persona) -> None:
        """An admin brings them to another map all the same: what others do with somebody counts for those others."""
        body = {"map_id": self._maps.named("Oslo").id, "position": START, "person_id": self._accounts.of(who).id}
        session = data(self._accounts.as_(OLGA).post("/api/v1/sessions", json=body), 201)
        data(self._accounts.as_(who).delete(f"/api/v1/sessions/{session['id']}"))

    def _mixed(self, name: str) -> tuple[str, ...]:
        """What cannot be done without it."""
        return ("join_poi", "leave_poi") if name in ("joining places", "leaving places") else ()

    def check_room_when_told(self, who: Persona) -> None:
        """Before the time that was told there is no room, and then there is; nobody waits, what was counted ages."""
        cache = self._system.cache
        assert cache is not None, "only the cache knows what was counted when"
        name = next(name for name, deed in DEEDS.items() if deed == self._deed)
        person, act = self._accounts.of(who).id, self._acts(who)[name]
        keys = [f"rate_limit:{action}:{person}" for action in self._mixed(name) or (self._deed.action,)]

        def age(seconds: float) -> None:
            for key in keys:
                cache.command("EVAL", AGE, 1, key, -seconds * 1000)

        reset = _told(act(self._accounts.as_(who)))[2]
        age(reset - 5)
        later = act(self._accounts.as_(who))
        refused(later, 429)
        assert 1 <= _told(later)[2] <= 5, f"5 s before there is room, {_told(later)[2]} s are told"
        age(_told(later)[2])
        again = act(self._accounts.as_(who))
        assert again.status in (200, 201, 204), f"there is no room when it was told: {again.status} {again.text}"


def _told(reply: Reply) -> tuple[int, int, int]:
    """The limit, what remains of it, and the whole seconds until there is room for one more."""
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    found = [reply.headers.get(name, "") for name in names]
    assert all(one.isdigit() for one in found), f"the answer tells of its limit {dict(zip(names, found, strict=True))}"
    limit, left, reset = map(int, found)
    return limit, left, reset
