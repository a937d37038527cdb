"""Lines that break and are made anew, and people who do not read what comes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from hamcrest import assert_that, equal_to, greater_than, is_in, less_than_or_equal_to, not_none

from support.clients.unreachable import Unreachable
from support.clients.websocket import GONE, Refused, SocketClient
from support.observing.measuring import Unmeasurable
from support.observing.waiting import eventually, never, now
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.globe.everywhere import view_of
from support.systems.globe.maps import Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.globe.moves import Moves
from support.systems.globe.operations import INSTANCES
from support.systems.system import System

LEAVING_SECONDS = 2.0
"""How long whoever has lost the line may take to come back unseen."""
A_MOMENT = 1.5
"""Seconds for which somebody is away who comes back unseen."""
AGO = LEAVING_SECONDS - 0.4
"""Seconds after which somebody vanishes once more: before they are back then, more than `LEAVING_SECONDS` are over."""
LATER = LEAVING_SECONDS + 1.5
"""Seconds after which it would be heard that somebody has left."""
TOO_SLOW = 4408
OVER = 4410
CONNECT_AGAIN = 1013
BEGINS_ANEW_WITHIN = 5.0
"""Seconds after the return of a store until all is as it should be."""
GONE_WITHIN = 10.0
"""Seconds until those on an instance that reaches no store have left for the others; what is promised comes later."""
CUT = re.compile(r"^slow_readers_cut_total (\S+)$", re.M)
VIEWS = 150
"""How often somebody asks for the whole map who does not read it: megabytes, more than finds room on the way."""
NOISE_WITHIN = 60.0
"""Seconds at most for which they talk on after that, each time to be answered; they are cut off long before."""
TRIES = 2
"""Bursts in a row of which something does not leave, after which they are quiet."""
BURST = 500
"""Frames of one burst."""
MOVES = 30
KEPT_SECONDS = 600.0
"""For how long what happened on a map is kept."""
FORGOTTEN_WITHIN = 10.0
"""Seconds until what is too old is found and forgotten."""
CUT_WITHIN = 30.0
"""Seconds until so much has been answered that nobody reads, on a busy machine."""


class BrokenLines:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, moves: Moves) -> None:
        self._system, self._accounts, self._maps, self._meeting, self._moves = system, accounts, maps, meeting, moves
        self._cut_before = 0
        self._kept: dict[str, list[int]] = {}
        """The numbers of what had happened on a map, by its name."""

    def connect_again(self, who: Persona, *, elsewhere: bool = False) -> None:
        """For the same session, on the same instance or on the other one, after a moment.

        Raises `Unmeasurable` when this machine has let so much time pass that they have rightly left.
        """
        away = self._meeting.vanished_at
        eventually(now, greater_than(away + A_MOMENT), within=2 * A_MOMENT, what="the time")
        entry = self._accounts.of(who).entry
        stay = self._maps.stay(who)
        refusal: Refused | None = None
        try:
            self._maps.connect(stay, next(one for one in INSTANCES if (one != entry) == elsewhere))
        except Refused as refused:
            refusal = refused
        if (took := now() - away) > LEAVING_SECONDS:
            raise Unmeasurable(f"it took {took:.1f} s to connect again; after {LEAVING_SECONDS:g} s one has left")
        assert refusal is None, f"{who.name} could not connect again after {took:.1f} s: {refusal}"
        self._meeting.note_return(stay)
        self._meeting.await_welcome(stay)

    def stall(self, who: Persona) -> None:
        """Of three devices the first hears nothing more and does not know it: to Globe the connection looks as ever."""
        self._meeting.open_again(who)
        self._meeting.open_again(who)
        self._maps.stay(who).lines[0].stop_reading()

    def lose_all_but_last(self, who: Persona) -> None:
        """Each connection breaks but the one that was opened last; the one that stalled is found to be gone."""
        for line in self._maps.stay(who).lines[:-1]:
            line.drop()

    def be_away_once(self, who: Persona) -> None:
        """And be back; so long ago that whoever counted from then would soon take them for gone."""
        self._meeting.vanish(who)
        away = self._meeting.vanished_at
        self.connect_again(who)
        eventually(now, greater_than(away + AGO), within=2 * AGO, what="the time")

    def check_shown(self, who: Persona, other: Persona, lat: float, lng: float) -> None:
        """What somebody is shown when they are connected again is how it is now, all of it."""
        stay = self._maps.stay(who)
        welcome = self._meeting.await_welcome(stay)
        places = {one["id"]: one["position"] for one in welcome["sessions"]}
        wanted = {"lat": lat, "lng": lng}
        assert_that(places.get(self._maps.stay(other).id), equal_to(wanted), f"where {who.name} is shown {other.name}")
        told = self._meeting.everywhere.listed(stay, INSTANCES[0])
        assert_that(view_of(welcome["sessions"], welcome["pois"]), equal_to(told), f"all that {who.name} is shown")

    def check_unnoticed(self, who: Persona) -> None:
        """Nobody has heard that they had left, or come; also when the time to come back is over."""
        stay = self._maps.stay(who)
        before = {other.who.name: self._comings(other, stay) for other in self._maps.others(who)}
        never(
            lambda: sum(self._goings(other, stay) for other in self._maps.others(who)),
            greater_than(0),
            during=LATER,
            what=f"how often it is heard that {who.name} has left",
        )
        after = {other.who.name: self._comings(other, stay) for other in self._maps.others(who)}
        assert_that(after, equal_to(before), f"how often it is heard that {who.name} has come")
        self._meeting.check_kept(who, there=True)

    def all_connect_again(self) -> None:
        """Whoever has lost the connection opens another one; by entering anew, where the session has ended."""
        for stay in list(self._maps.everybody()):
            if stay.line.closed is None:
                continue
            session = data(self._accounts.as_(stay.who, INSTANCES[0]).get(f"/api/v1/sessions/{stay.id}"))
            if session["active"]:
                self._maps.connect(stay, INSTANCES[0])
                self._meeting.await_welcome(stay)
            else:
                self._meeting.await_welcome(self._maps.come(stay.who, instance=INSTANCES[0]))

    def check_at_most_once(self) -> None:
        """Everybody is there, wherever one looks; of nobody was it heard more than once that they left, or returned."""
        stays = self._maps.everybody()
        for instance in INSTANCES:
            path = f"/api/v1/maps/{stays[0].place.id}/sessions"
            listed = data(self._accounts.as_(stays[0].who, instance).get(path))["sessions"]
            wanted = sorted(stay.id for stay in stays)
            assert_that(sorted(one["id"] for one in listed), equal_to(wanted), f"who is there, as {instance} tells")
        for one in stays:
            person = self._accounts.of(one.who).id
            for other in stays:
                left = [frame for frame in other.heard("user_left") if frame.data["data"]["person_id"] == person]
                told = [frame.data["data"]["session"] for frame in other.heard("user_joined")]
                returned = [session for session in told if session["person"]["id"] == person]
                assert_that(len(left), less_than_or_equal_to(1), f"leavings of {one.who.name} for {other.who.name}")
                assert_that(len(returned), less_than_or_equal_to(2), f"comings of {one.who.name} for {other.who.name}")
        self._meeting.everywhere.check_same(stays[0])

    def make_noise_unread(self, noisy: Persona, mover: Persona) -> None:
        """Somebody says things and never reads the answers, until they are cut off; somebody else moves meanwhile."""
        stay = self._maps.stay(noisy)
        self._cut_before = self._cut()
        stay.line.stop_reading()
        with ThreadPoolExecutor(1) as pool:
            moving = pool.submit(self._moves.move_on, mover, MOVES)
            self._say(stay, ['{"type": "request_state"}'] * VIEWS)
            began, vain = now(), 0
            while self._cut() == self._cut_before and vain < TRIES and now() - began < NOISE_WITHIN:
                burst = [f'{{"type": "noise", "ref": "{number:0100}"}}' for number in range(BURST)]
                vain = 0 if self._say(stay, burst) else vain + 1
            moving.result()

    def _say(self, stay: Stay, texts: Sequence[str]) -> bool:
        """Whether all of it has left: what was said before may not be heard yet, and the line may have ended."""
        try:
            for text in texts:
                stay.line.send_text(text, journal=False)
        except Unreachable:
            return False
        return True

    def let_pass(self, seconds: Mapping[str, float]) -> None:
        """What happened on each of these maps so far was so long ago, as far as anybody can tell."""
        database = self._system.database
        assert database is not None, "only the database knows what happened when"
        self._meeting.come_to_rest()
        for name, passed in seconds.items():
            place = self._maps.named(name).id
            ago = "UPDATE globe.changes SET at = at - make_interval(secs => %s) WHERE map_id = %s::uuid"
            assert database.run(ago, (passed, place)) > 0, f"nothing has happened on {name}"
            self._kept[name] = self._numbers(name)

    def forget_leaving(self, who: Persona) -> None:
        """Somebody has left for those on the instance that is well; of that, and all before, nothing is kept then."""
        database, stay = self._system.database, self._maps.stay(who)
        assert database is not None, "only the database keeps changes"
        entry = self._accounts.of(who).entry
        others = [one for one in self._maps.others(who) if self._accounts.of(one.who).entry != entry]
        eventually(
            lambda: {one.who.name: self._goings(one, stay) for one in others},
            equal_to(dict.fromkeys((one.who.name for one in others), 1)),
            within=GONE_WITHIN,
            what=f"how often it is heard that {who.name} has left",
        )
        ago = "UPDATE globe.changes SET at = at - make_interval(secs => %s) WHERE map_id = %s::uuid"
        assert database.run(ago, (KEPT_SECONDS, stay.place.id)) > 0, f"nothing has happened on {stay.place.title}"
        eventually(
            partial(self._numbers, stay.place.title),
            equal_to([]),
            within=FORGOTTEN_WITHIN,
            what=f"the numbers of what is kept of {stay.place.title}",
        )

    def check_over(self, who: Persona, *, since: float) -> None:
        """The one connection of somebody who has left without knowing ends, and says so."""
        self._check_ends(self._maps.stay(who).line, OVER, f"the connection of {who.name}", since)

    def check_begins_anew(self, who: Persona, *, since: float) -> None:
        """The connection of the device that was used last ends, and the next one is shown all as it is then."""
        stay = self._maps.stay(who)
        instance = next(one for one in INSTANCES if one != self._accounts.of(who).entry)
        self._check_ends(stay.line, CONNECT_AGAIN, f"the last connection of {who.name}", since)
        self._maps.connect(stay, instance)
        welcome = self._meeting.await_welcome(stay)
        told = self._meeting.everywhere.listed(stay, INSTANCES[0])
        assert_that(view_of(welcome["sessions"], welcome["pois"]), equal_to(told), f"all that {who.name} is shown")

    @staticmethod
    def _check_ends(line: SocketClient, code: int, what: str, since: float) -> None:
        eventually(
            lambda: line.closed and line.closed.code,
            equal_to(code),
            within=BEGINS_ANEW_WITHIN,
            promised=True,
            since=since,
            what=f"how {what} has ended",
        )

    def check_forgotten(self, old: str, younger: str) -> None:
        """Of what happened on the one map nothing is kept any more, and of the other one all of it still is."""
        eventually(
            partial(self._numbers, old),
            equal_to([]),
            within=FORGOTTEN_WITHIN,
            what=f"the numbers of what is kept of {old}",
        )
        assert_that(self._numbers(younger), equal_to(self._kept[younger]), f"the numbers of what is kept of {younger}")

    def _numbers(self, name: str) -> list[int]:
        """Of all changes of a map that are kept."""
        database = self._system.database
        assert database is not None, "only the database keeps changes"
        rows = database.rows(
            "SELECT sequence FROM globe.changes WHERE map_id = %s::uuid ORDER BY sequence", (self._maps.named(name).id,)
        )
        return [row["sequence"] for row in rows]

    def check_cut_off(self, who: Persona) -> None:
        """Their connection is closed, for that reason, as they see when they read at last."""
        line = self._maps.stay(who).line
        self._meeting.check_gone(who, CUT_WITHIN, reads=False)
        counted = self._cut() - self._cut_before
        assert_that(counted, equal_to(1), "how many Globe tells that it has cut off for not reading")
        line.go_on_reading()
        closed = eventually(
            lambda: line.closed,
            not_none(),
            within=CUT_WITHIN,
            what=f"how the connection of {who.name} has ended",
        )
        assert closed is not None
        # Whoever has read nothing for so long may have left no room even for the word that it is over.
        assert_that(closed.code, is_in((TOO_SLOW, GONE)), f"why the connection of {who.name} has ended")

    def _cut(self) -> int:
        """How many all instances have cut off for not reading, as they count them."""
        counted = [CUT.search(self._system.service(instance).get("/metrics").text) for instance in INSTANCES]
        assert all(counted), "an instance does not count whom it cuts off"
        return sum(int(float(found[1])) for found in counted if found)

    def _goings(self, listener: Stay, about: Stay) -> int:
        return sum(frame.data["data"]["session_id"] == about.id for frame in listener.heard("user_left"))

    def _comings(self, listener: Stay, about: Stay) -> int:
        told = [frame.data["data"]["session"]["id"] for frame in listener.heard("user_joined")]
        return told.count(about.id)
