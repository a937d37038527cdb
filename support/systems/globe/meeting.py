"""What people on a map see of each other, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hamcrest import assert_that, empty, equal_to, greater_than, has_length, is_in, not_, not_none

from support.clients.websocket import GONE, SocketClient
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never, now
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.globe.everywhere import STATES, WHOLE_WITHIN, Everywhere, view_of
from support.systems.globe.heard import check_then
from support.systems.globe.maps import ELSEWHERE, SEEN_WITHIN, SETTLE, WELCOMED_WITHIN, Maps, Stay
from support.systems.globe.operations import INSTANCES
from support.systems.globe.outside import Outside
from support.systems.system import System

PRESENCE_SECONDS = 1800
OVER = 4410
ENDINGS = (1000, GONE, OVER)
"""How the connections of somebody end who has left: by their own doing, or because their session is over."""
A_MOMENT_LATER = 1.0
"""Seconds in which a move is seen while the cache is away, which is no figure: a tenth of a second later than else."""
STAYS_GONE = 120
"""Seconds for which the cache knows of a session that it is over."""
LASTING = ("id", "map_id", "person", "opened_at", "active")
"""What stays as it is as long as somebody is on a map."""
TOLD_OTHERS = {"avatar_move_ack": "avatar_moved", "poi_join_ack": "poi_joined", "poi_leave_ack": "poi_left"}
"""What everybody else hears of a deed that is answered so."""


class Meeting:
    def __init__(self, system: System, accounts: Accounts, maps: Maps) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self.everywhere = Everywhere(system, accounts, maps)
        self.outside = Outside(system, accounts, maps, self.everywhere)
        self.tries: list[Any] = []
        """Answers to entering a map again."""
        self._rest = 0
        self._asked: dict[str, float] = {}
        """Of each session, when its last move over a live connection was asked for, on the clock of frames."""
        self._heard: dict[str, int] = {}
        """Of each session, the last change of which they had heard when all was at rest."""
        self._left: set[str] = set()
        """Sessions of those who have left, in whichever way."""
        self._ended: dict[str, dict[str, Any]] = {}
        """Sessions that ended while their connections were open, with what was answered to whoever left by word."""
        self.vanished_at = 0.0

    def has_left(self, stay: Stay) -> bool:
        """Whether somebody is on the map no more, by whatever they did themselves or were silent for."""
        return stay.id in self._left

    # What people do

    def come_together(self, people: Sequence[Persona], name: str) -> None:
        """One after the other; each is shown the map before the next one comes."""
        for who in people:
            self.check_welcome(self._maps.come(who, name))

    def check_welcome(self, stay: Stay) -> None:
        """What somebody is shown when they come is all that there is; nobody does anything meanwhile."""
        welcome = self.await_welcome(stay)
        assert_that(welcome["map_id"], equal_to(stay.place.id), f"which map {stay.who.name} is shown")
        there = self.everywhere.listed(stay, self.everywhere.instances[-1])
        away = self._system.world.faults.broken("redis")
        eventually(
            lambda: [one.data["data"]["degraded"] for one in stay.line.frames if one.data["type"] in STATES][-1],
            equal_to(away),
            within=WHOLE_WITHIN,
            what=f"whether {stay.who.name} is told that something is away, by the last that was said of it",
        )
        what = f"all that {stay.who.name} is shown first"
        assert_that(view_of(welcome["sessions"], welcome["pois"]), equal_to(there), what)

    def await_welcome(self, stay: Stay) -> dict[str, Any]:
        """What somebody is shown when they come, on their last connection: their own session on their map."""
        frames = eventually(
            lambda: [frame.data for frame in stay.line.frames],
            has_length(greater_than(0)),
            within=WELCOMED_WITHIN,
            what=f"what {stay.who.name} is shown first",
        )
        assert_that(frames[0]["type"], equal_to("welcome"), f"the first that {stay.who.name} is shown")
        welcome: dict[str, Any] = frames[0]["data"]
        own = {name: welcome["session"][name] for name in LASTING}
        assert_that(own, equal_to({name: stay.session[name] for name in LASTING}), f"whom {stay.who.name} is shown as")
        listed = [one for one in welcome["sessions"] if one["id"] == stay.id]
        assert_that(listed, equal_to([welcome["session"]]), f"{stay.who.name} among those whom they are shown")
        return welcome

    def move(self, who: Persona, lat: float, lng: float) -> float:
        """Go somewhere over the live connection, acknowledged; when it was asked for, on the clock of frames."""
        stay = self._maps.stay(who)
        ref = f"move-{lat}-{lng}"
        asked = self._asked[stay.id] = stay.line.send(
            {"type": "avatar_move", "position": {"lat": lat, "lng": lng}, "ref": ref}
        )
        answers = eventually(
            lambda: [frame.data for frame in stay.line.frames if frame.data.get("ref") == ref],
            has_length(1),
            within=SEEN_WITHIN,
            what=f"the answers to {who.name}, who moved",
        )
        told = answers[0]
        assert_that(told["type"], equal_to("avatar_move_ack"), f"the answer to {who.name}, who moved: {told}")
        acknowledged = (told["data"]["session_id"], told["data"]["position"])
        assert_that(
            acknowledged, equal_to((stay.id, {"lat": lat, "lng": lng})), "whose place is acknowledged, and which"
        )
        return asked

    def move_by_call(self, who: Persona, lat: float, lng: float) -> float:
        """Go somewhere by asking once; the answer tells the place. When it was asked for, on the clock of frames."""
        stay, place = self._maps.stay(who), {"lat": lat, "lng": lng}
        asked, body = now(), {"position": place}
        self._asked[stay.id] = asked
        moved = data(self._accounts.as_(who).put(f"/api/v1/sessions/{stay.id}/position", json=body))
        wanted = {"position": place, **{name: stay.session[name] for name in LASTING}}
        assert_that({name: moved[name] for name in wanted}, equal_to(wanted), f"what {who.name} is told, who moved")
        check_then(moved["last_active_at"], datetime.now(UTC), f"the last sign of life of {who.name}, who moved")
        self.everywhere.check_answered(who, f"/api/v1/sessions/{stay.id}", moved)
        return asked

    def beat_by_call(self, who: Persona, instance: str) -> None:
        """Show a sign of life, and be told how one is."""
        path = f"/api/v1/sessions/{self._maps.stay(who).id}"
        told = data(self._accounts.as_(who, instance).post(f"{path}/heartbeat"))
        self.everywhere.check_answered(who, path, told)

    def open_again(self, who: Persona) -> None:
        """On a second device, for the same session, at the other instance; on a third one where the first one is."""
        stay = self._maps.stay(who)
        entry = self._accounts.of(who).entry
        self._maps.connect(stay, next(one for one in INSTANCES if (one == entry) == (len(stay.lines) % 2 == 0)))
        self.check_welcome(stay)

    def check_other_devices(self, who: Persona) -> None:
        """What was asked for on the last device is answered there, and told to each other one, in this order."""
        stay = self._maps.stay(who)
        *others, last = stay.lines
        answers = [frame.data["type"] for frame in last.frames if frame.data["type"] in TOLD_OTHERS]
        assert_that(answers, has_length(greater_than(0)), f"what {who.name} has done on their last device")
        for number, line in enumerate(others, 1):
            eventually(
                partial(_deeds_heard, line, stay),
                equal_to([TOLD_OTHERS[one] for one in answers]),
                within=SEEN_WITHIN,
                what=f"the deeds of {who.name} of which their device number {number} hears",
            )
        never(
            lambda: [frame.data["type"] for frame in last.frames if frame.data["type"] != "state"],
            not_(equal_to(["welcome", *answers])),
            during=SETTLE,
            what=f"what the last device of {who.name} hears",
        )

    def leave(self, who: Persona) -> None:
        """By word."""
        stay = self._maps.stay(who)
        self._ended[stay.id] = data(self._accounts.as_(who).delete(f"/api/v1/sessions/{stay.id}"))
        self._left.add(stay.id)

    def vanish(self, who: Persona) -> None:
        """Without a word, as a lost line does; on every device."""
        stay = self._maps.stay(who)
        for line in stay.lines:
            line.drop()
        self.vanished_at = now()
        self._left.add(stay.id)

    def close(self, who: Persona) -> None:
        """The live connections, with a goodbye."""
        stay = self._maps.stay(who)
        for line in stay.lines:
            line.close()
        self._left.add(stay.id)

    def note_return(self, stay: Stay) -> None:
        """Somebody who had vanished is connected again."""
        self._left.discard(stay.id)

    def fall_silent(self, who: Persona, seconds: float) -> None:
        """Be silent for so long, as far as anybody can tell; nobody can be made to wait for half an hour."""
        database = self._system.database
        assert database is not None, "only the database knows when somebody was heard of last"
        database.run(
            "UPDATE globe.map_sessions SET last_active_at = now() - make_interval(secs => %s) WHERE id = %s::uuid",
            (seconds, self._maps.stay(who).id),
        )
        if seconds >= PRESENCE_SECONDS:
            self._left.add(self._maps.stay(who).id)
            self._ended[self._maps.stay(who).id] = {}

    def enter_again(self, who: Persona, times: int) -> None:
        """So many times at the same moment, on both instances."""
        place = self._maps.named()
        self._accounts.token(who)  # one account, however many try to use it
        acts = [
            partial(self._maps.ask_to_enter, who, place, INSTANCES[n % len(INSTANCES)], ELSEWHERE) for n in range(times)
        ]
        self.tries += at_the_same_time(acts)

    # Nothing at all

    def come_to_rest(self) -> None:
        """Wait until everybody on the map has heard of all that was done on it; from now on nothing may be heard."""
        self._rest = self._sequence()
        for stay in self._maps.everybody():
            eventually(
                partial(self._unheard, stay),
                empty(),
                within=SEEN_WITHIN,
                what=f"the numbers of changes of which {stay.who.name} has not heard",
            )
        self._heard = {stay.id: _last_number(stay) for stay in self._maps.everybody()}

    def _unheard(self, stay: Stay) -> set[int]:
        """But those that they asked for over the live connection: these are answered, without a number."""
        everybody = self._maps.everybody()
        gathering = [frame.data for one in everybody for frame in one.heard("poi_joined", "poi_left")]
        own = {told["sequence"] for told in gathering if is_of(told, stay)}
        return set(range(_last_number(stay) + 1, self._rest + 1)) - own

    def check_nothing_happened(self) -> None:
        """Since then nothing has changed on the map, and nobody on it has heard anything."""
        never(
            lambda: [
                one.who.name
                for one in self._maps.everybody()
                if _last_number(one) > self._heard.get(one.id, self._rest)
            ],
            not_(empty()),
            during=SETTLE,
            what="who hears of what was refused",
        )
        self.check_nothing_changed()

    def check_nothing_changed(self) -> None:
        """Since then nothing has changed on the map."""
        assert_that(self._sequence(), equal_to(self._rest), "the number of the last change of the map")

    def _sequence(self) -> int:
        """The number of the last change, as Globe tells somebody on the map."""
        line = next(stay.line for stay in self._maps.everybody() if stay.line.closed is None)
        asked = len([frame for frame in line.frames if frame.data.get("type") == "state"])
        line.send({"type": "request_state"})
        states = eventually(
            lambda: [frame.data["data"]["sequence"] for frame in line.frames if frame.data.get("type") == "state"],
            has_length(asked + 1),
            within=SEEN_WITHIN,
            what="what the map is like",
        )
        return int(states[-1])

    # What is seen and kept

    def check_come(self, who: Persona) -> None:
        """Everybody else on the map hears once that somebody has come, and where they are."""
        stay = self._maps.stay(who)
        others = self._others(who)
        self._check_heard_once(others, "user_joined", stay)
        for other in others:
            told = next(one.data["data"]["session"] for one in other.heard("user_joined") if is_of(one.data, stay))
            assert_that(told["person"]["name"], equal_to(self._name(who)), "the name of whoever has come")
            assert_that(told, equal_to(stay.session), "who has come, and where they are")
        self.everywhere.check_answered(who, f"/api/v1/sessions/{stay.id}", stay.session)
        for name in ("opened_at", "last_active_at"):
            check_then(stay.session[name], stay.entered, f"{name} of {who.name}, who has just come")

    def check_gone(self, who: Persona, within: float, *, reads: bool = True) -> None:
        """Everybody else hears once that somebody has left; they are on no list, in no key, and their row has ended.

        So have their connections, as they see when they read.
        """
        stay = self._maps.stay(who)
        self._check_heard_once(self._others(who), "user_left", stay, within)
        self._left.add(stay.id)
        self.check_kept(who, there=False)
        if reads:
            for line in stay.lines:
                ended = eventually(
                    partial(getattr, line, "closed"),
                    not_none(),
                    within=SEEN_WITHIN,
                    what=f"how a connection of {who.name} has ended",
                )
                codes = (OVER,) if stay.id in self._ended else ENDINGS
                assert_that(ended.code, is_in(codes), f"how a connection of {who.name} has ended")
                if stay.id in self._ended:
                    told = [one for one in line.frames if one.data["type"] == "user_left" and is_of(one.data, stay)]
                    assert_that(told, has_length(1), f"how often {who.name} hears that they have left")
        (left,) = (one for one in self._others(who)[0].heard("user_left") if is_of(one.data, stay))
        self.outside.check_ended(stay, left.data["at"], self._ended.get(stay.id) or {})
        self.outside.check_history(stay, _last_place(self._others(who)[0], stay) or stay.session["position"])

    def _others(self, who: Persona) -> list[Stay]:
        """Those on the map who have not left it, and look."""
        return [stay for stay in self._maps.others(who) if stay.id not in self._left and stay.lines]

    def _check_heard_once(self, listeners: Sequence[Stay], kind: str, about: Stay, within: float = SEEN_WITHIN) -> None:
        def heard() -> dict[str, int]:
            return {one.who.name: sum(is_of(frame.data, about) for frame in one.heard(kind)) for one in listeners}

        once, what = (
            dict.fromkeys((one.who.name for one in listeners), 1),
            f"how often {kind} of {about.who.name} is heard",
        )
        eventually(heard, equal_to(once), within=within, what=what)
        never(heard, not_(equal_to(once)), during=SETTLE, what=what)

    def check_kept(self, who: Persona, *, there: bool, name: str = "") -> None:
        """Lists of both instances, connections, database and cache say the same of somebody: there, or not."""
        stay = self._maps.stay(who, name)
        here = [other for other in self._maps.everybody(name) if other.id not in self._left]
        one = next((other for other in here if other.who != who), stay)
        for instance in self.everywhere.instances:
            found = [session["id"] for session in self.everywhere.listed(one, instance)["sessions"]]
            assert_that(stay.id in found, equal_to(there), f"whether {instance} lists {who.name}")
        if (database := self._system.database) is not None:
            rows = database.rows(
                "SELECT ended_at IS NULL AS active FROM globe.map_sessions WHERE id = %s::uuid", (stay.id,)
            )
            assert_that(rows, equal_to([{"active": there}]), f"what is stored of {who.name}")
        if there:  # whoever is looked for now and then would be gone a moment later
            never(
                lambda: [other.who.name for other in self._others(who) if self._leavings(other)],
                not_(empty()),
                during=2 * SETTLE,
                what="who hears that somebody leaves who has not left",
            )
        if (cache := self.everywhere.cache) is not None:
            key, everybody = f"session:{stay.id}", f"map:sessions:{stay.place.id}"
            eventually(
                lambda: (cache.exists(key), stay.id in cache.command("SMEMBERS", everybody)),
                equal_to((there, there)),
                within=SEEN_WITHIN,
                what=f"whether the cache knows {who.name}, and among those on the map",
            )
            if not there:
                left = cache.ttl(f"gone:{stay.id}") or 0
                assert STAYS_GONE / 2 < left <= STAYS_GONE, (
                    f"that {who.name} has left is known to the cache for {left} s more"
                )
        self.everywhere.check_same(one)

    def _leavings(self, listener: Stay) -> list[str]:
        """The sessions of which somebody heard that they ended, though nobody has seen to it that they do.

        When an instance dies, browsers there lose the line, whose sessions are not known here.
        """
        told = {frame.data["data"]["session_id"] for frame in listener.heard("user_left")}
        if self.everywhere.instances != list(INSTANCES):
            told &= {stay.id for stay in self._maps.everybody()}
        return sorted(told - self._left)

    def check_place(self, who: Persona, lat: float, lng: float, *, moved: bool = True) -> None:
        """Where somebody is: what everybody else heard last, if they have moved, and wherever one looks."""
        stay, place = self._maps.stay(who), {"lat": lat, "lng": lng}
        if moved:
            self.check_heard_at(who, lat, lng)
        for instance in self.everywhere.instances:
            found = data(self._accounts.as_(who, instance).get(f"/api/v1/sessions/{stay.id}"))
            assert_that(found["position"], equal_to(place), f"where {who.name} is, as {instance} tells")
        if (database := self._system.database) is not None:
            rows = database.rows("SELECT lat, lng FROM globe.map_sessions WHERE id = %s::uuid", (stay.id,))
            assert_that(rows, equal_to([place]), f"where {who.name} is stored to be")
        self.everywhere.check_same(stay)

    def check_heard_at(self, who: Persona, lat: float, lng: float) -> None:
        """Where somebody is, in what everybody else who is there heard last of them."""
        stay, place = self._maps.stay(who), {"lat": lat, "lng": lng}
        for other in [one for one in self._maps.others(who) if one.line.closed is None]:
            eventually(
                partial(_last_place, other, stay),
                equal_to(place),
                within=SEEN_WITHIN,
                what=f"where {other.who.name} last saw {who.name}",
            )
            if self._system.world.faults.broken("redis") and stay.id in self._asked:
                moves = [one.clock for one in other.heard("avatar_moved") if is_of(one.data, stay)]
                late = moves[-1] - self._asked[stay.id]
                assert late < A_MOMENT_LATER, f"{other.who.name} saw {late:.2f} s later that {who.name} had moved"

    def check_one_session(self, who: Persona) -> None:
        """Every further try was refused and named the session there is; nobody heard of them, and there is one row."""
        stay = self._maps.stay(who)
        for reply in self.tries:
            refusal = refused(reply, 409)
            told = (refusal.code, refusal.details.get("session_id"))
            assert_that(told, equal_to(("SESSION_ALREADY_OPEN", stay.id)), f"why {who.name} was refused")
        self.check_come(who)
        person = self._accounts.of(who).id
        if (database := self._system.database) is not None:
            rows = database.rows(
                "SELECT id::text, ended_at IS NULL AS active FROM globe.map_sessions"
                " WHERE map_id = %s::uuid AND person_id = %s::uuid ORDER BY opened_at",
                (stay.place.id, person),
            )
            given = _newcomers(self._maps.others(who)[0], person)
            wanted = [{"id": one, "active": one == stay.id} for one in given]
            assert_that(rows, equal_to(wanted), f"the sessions of {who.name} that are stored for the map")
        self.check_place(who, **stay.session["position"], moved=False)

    def check_one_let_in(self, who: Persona) -> None:
        """Of all tries at once one was let in, and the others were told of its session."""
        made = [reply.json()["data"]["id"] for reply in self.tries if reply.status == 201]
        assert_that(made, has_length(1), f"sessions that {who.name} was given")
        for reply in self.tries:
            if reply.status != 201:
                assert_that([refused(reply, 409).details.get("session_id")], equal_to(made), "the session it names")
        person = self._accounts.of(who).id
        for other in self._maps.others(who):
            heard = partial(_newcomers, other, person)
            what = f"the sessions of {who.name} of which {other.who.name} hears"
            eventually(heard, equal_to(made), within=SEEN_WITHIN, what=what)
            never(heard, not_(equal_to(made)), during=SETTLE, what=what)

    def check_as_before(self, who: Persona, name: str) -> None:
        """On a map nothing has been heard since somebody came, and they are where they were, wherever one looks."""
        stay = self._maps.stay(who, name)
        kinds = [frame.data["type"] for frame in stay.line.frames if frame.data["type"] != "state"]
        assert_that((kinds, stay.line.closed), equal_to((["welcome"], None)), f"what {who.name} has heard on {name}")
        found = [one for one in self.everywhere.listed(stay, INSTANCES[0])["sessions"] if one["id"] == stay.id]
        assert_that(found, equal_to([stay.session]), f"{who.name} on {name}")
        self.everywhere.check_same(stay)

    def _name(self, who: Persona) -> str:
        return self._accounts.of(who).person.display_name


def is_of(frame: dict[str, Any], stay: Stay) -> bool:
    """Whether a frame is about this session."""
    told = frame["data"]
    return bool((told.get("session_id") or told.get("session", {}).get("id")) == stay.id)


def _deeds_heard(line: SocketClient, about: Stay) -> list[str]:
    """What one connection has heard that somebody did."""
    told = [one.data for one in line.frames if one.data.get("type") in TOLD_OTHERS.values()]
    return [str(one["type"]) for one in told if is_of(one, about)]


def _last_number(stay: Stay) -> int:
    """Of the last change of which somebody has heard: live, by being shown the map, or by an answer."""
    told = [one.data.get("sequence", one.data.get("data", {}).get("sequence")) for one in stay.line.frames]
    return max((number for number in told if isinstance(number, int)), default=0)


def _newcomers(listener: Stay, person: str) -> list[str]:
    """The sessions of this person that somebody heard begin."""
    sessions = [frame.data["data"]["session"] for frame in listener.heard("user_joined")]
    return [session["id"] for session in sessions if session["person"]["id"] == person]


def _last_place(listener: Stay, about: Stay) -> dict[str, float] | None:
    places = [one.data["data"]["position"] for one in listener.heard("avatar_moved") if is_of(one.data, about)]
    return places[-1] if places else None
