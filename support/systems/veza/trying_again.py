"""Calls between services that get no answer: how often they are made again, when, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any, LiteralString

from hamcrest import (
    assert_that,
    equal_to,
    greater_than,
    greater_than_or_equal_to,
    has_length,
    is_not,
    less_than_or_equal_to,
)

from support.clients.http import Reply
from support.observing.histories import NothingProven
from support.observing.waiting import eventually, now
from support.systems.answers import data
from support.systems.veza.alerts import Alerts
from support.systems.veza.files import named

if TYPE_CHECKING:
    from support.clients.broker import Subscription
    from support.scenario.misfortunes import Stretch
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.publishing import Publishing

ASKED = "POST /internal/sessions"
ANSWER_AWAITED = 1.0
"""Seconds for which whoever asks waits for an answer at least, before trying again."""
IN_VAIN = 20.0
"""Seconds for which somebody waits who signs in in vain: four tries without an answer take nearly ten, and one too many
is to be told as such."""
FIRST_WAIT = 0.2
"""Seconds that the first wait lasts at least: an answer that came sooner was not tried again for."""
SHORTEST, LONGEST = 0.27, 0.5
"""Seconds between which the first wait lies, which has to last 0.3: as the quickest of all tells, by the pace."""
STORED_WITHIN = 5.0
SILENCE = "brings no answer"
ASKED_AGAIN_WITHIN = 10.0
"""Seconds: nobody promises for how long a service waits for an answer, but a person waits for it all the while."""
REMOVALS_TOLD_WITHIN = 10.0
"""Seconds: it is told for the second time after five."""
_REMOVALS: LiteralString = "SELECT track_id::text FROM backend.track_removals"
FILE = "a FLAC file in mono at 32 kHz"
PACES: dict[str, Callable[[int], int]] = {
    "stay the same": lambda number: 1,
    "grow evenly": lambda number: number + 1,
    "double": lambda number: 2**number,
}
"""How many times as long as the first a wait is, by its number."""

LATE, LATE_BESIDES = 1.0, 0.25
"""How late all tries together may come, as a share of the first wait; the second if something else came between: a try
too many is not to be taken for that."""


def astray(calls: Sequence[float], times: int, pace: str, *, more_is_told: bool = False) -> str:
    """What is wrong with the calls that came to a line (when, in seconds), if they are to be a first and `times` tries
    more, after waits of one of the `PACES`; nothing when all is right.

    Between the first and the last something else may have come over the line once, such as the question how a service
    is; with `more_is_told` also after the last, at once: a further try would come after a longer wait.
    """
    besides = [[*calls[:number], *calls[number + 1 :]] for number in range(1, len(calls) - 1)]
    if more_is_told and len(calls) > 2 and calls[-1] - calls[-2] < calls[1] - calls[0]:
        besides.append([*calls[:-1]])
    wrong = [_astray(calls, times, pace, LATE), *(_astray(tries, times, pace, LATE_BESIDES) for tries in besides)]
    return wrong[0] if all(wrong) else ""


def _astray(tries: Sequence[float], times: int, pace: str, most_late: float) -> str:
    waits = [after - before for before, after in pairwise(tries)]
    told = ", ".join(f"{wait:.2f} s" for wait in waits)
    if len(waits) != times:
        return f"it was tried again {len(waits)} times and not {times}: after {told}"
    if waits[0] < FIRST_WAIT:
        return f"it was tried again without a wait: {told}"
    late = {name: _late(waits, growth) for name, growth in PACES.items()}
    found = min(late, key=lambda name: late[name])
    if late[found] > most_late * waits[0]:
        return f"the waits follow no pace: {told}"
    if found != pace:
        return f"the waits {found}, and do not {pace}: {told}"
    first = _first(waits, PACES[pace])
    return "" if SHORTEST <= first <= LONGEST else f"the first wait is of {first:.2f} s, and not of 0.3 s: {told}"


def _first(waits: Sequence[float], growth: Callable[[int], int]) -> float:
    """How long the first wait is, if they grow so, as the one tells to which a busy machine added least."""
    return min(wait / growth(number) for number, wait in enumerate(waits))


def _late(waits: Sequence[float], growth: Callable[[int], int]) -> float:
    """Seconds that all tries together came late, if the waits were to grow so: what a busy machine adds, never less."""
    first = _first(waits, growth)
    return sum(waits) - first * sum(growth(number) for number in range(len(waits)))


def starts(tries: Sequence[float]) -> int:
    """How many tries these calls are: what comes at once after something else is of the same one."""
    return sum(at - before > ANSWER_AWAITED for before, at in pairwise([-inf, *tries]))


class TryingAgain:
    def __init__(self, system: System, accounts: Accounts, publishing: Publishing) -> None:
        self._system, self._accounts, self._publishing = system, accounts, publishing
        self._tries: list[float] = []
        """When a call came to the line that is in trouble, in seconds since that began."""
        self._others: list[float] = []
        """Those of them that came while the environment asked the service how it is, and may be due to that."""
        self._more_is_told = False
        self._alerts = Alerts(system)
        self._heard: Subscription | None = None
        self._publisher: Persona | None = None

    # In vain

    def sign_in_in_vain(self, who: Persona) -> None:
        """Somebody signs in while web reaches backend-api no more; the scenario judges the answer."""
        self._more_is_told = False
        self._watch("web", lambda: self._accounts.attempt_as(who, IN_VAIN).reply, who)

    def check_times(self, times: int) -> None:
        """So often it was tried in all: what comes at once after something else is of the same try.

        What may be due to a question of the environment counts or not, as it fits.
        """
        fewest, most = starts([at for at in self._tries if at not in self._others]), starts(self._tries)
        told = ", ".join(f"{at:.2f} s" for at in self._tries)
        if self._others:
            told += f"; the environment may have had it asked at {', '.join(f'{at:.2f} s' for at in self._others)}"
        found = min(max(times, fewest), most)
        assert_that(found, equal_to(times), f"how often it was tried, when nothing is answered: {told}")

    def check_one_session_at_most(self, who: Persona) -> None:
        """However often it was asked for, one session was opened at most, and told of as often."""
        if self._system.database is None:
            return
        opened = self._sessions(who)
        assert_that(len(opened), less_than_or_equal_to(1), f"the sessions that were opened for {who.name}")
        entries = data(self._accounts.device(who).on("backend-api").get("/api/v1/activity"))
        told = [entry for entry in entries if entry["kind"] == "signed_in"]
        assert_that(told, has_length(len(opened) + 1), f"how often the activity of {who.name} tells of signing in")

    def publish_in_vain(self, who: Persona) -> None:
        """Somebody hands in a track while backend-api reaches stream-server no more."""
        file = named(FILE)
        self._more_is_told = True  # that what came to nothing is to be removed
        self._watch("backend-api", lambda: self._publishing.hand_in(who, "Low Tide", file), who)

    def await_removals_told(self) -> None:
        """backend-api has told stream-server twice of every track that was removed, and asks it nothing else."""
        if (database := self._system.database) is not None:
            eventually(
                lambda: database.rows(_REMOVALS),
                equal_to([]),
                within=REMOVALS_TOLD_WITHIN,
                what="the removals of tracks of which stream-server is still to be told",
            )

    def sign_in_refused(self, who: Persona) -> None:
        """Somebody signs in while backend-api answers, though only that it cannot do it now: no reason to ask again."""
        self._accounts.of(who)
        self._alerts.note("web")
        before = len(self._asked())
        self._system.judge(self._accounts.attempt_as(who).reply, who)
        if "logs" in self._system.platform.capabilities:
            what = "how often backend-api was asked, though it answered"
            asked = eventually(self._asked, has_length(greater_than(before)), within=STORED_WITHIN, what=what)
            assert_that(len(asked) - before, equal_to(1), what)

    def check_not_held_against(self, who: Persona, times: int) -> None:
        """Whoever tried so often in vain, though nobody could look at it, is let in at once when all is well."""
        for _ in range(times):
            status = self._accounts.attempt_as(who).reply.status
            assert_that(status, equal_to(503), f"the answer to {who.name}, whom nobody can let in")
        self._system.world.faults.mend()
        what = f"the answer to {who.name}, when all is well"
        eventually(
            lambda: self._accounts.attempt_as(who).reply.status, is_not(equal_to(503)), within=STORED_WITHIN, what=what
        )
        assert_that(self._accounts.tries[-1].reply.status, equal_to(200), what)

    def _asked(self) -> list[dict[str, Any]]:
        """What backend-api has logged in this scenario of being asked to let somebody in."""
        if "logs" not in self._system.platform.capabilities:
            return []
        return [dict(line) for line in self._system.log("backend-api") if line.get("message") == ASKED]

    def _watch(self, service: str, call: Callable[[], Reply], who: Persona) -> None:
        faults = self._system.world.faults
        self._alerts.note(service)
        before = len(faults.meetings())  # connections that were there when the line was cut
        asked_at = datetime.now(UTC)
        self._system.judge(call(), who)
        self._tries = list(faults.meetings())[before:]
        moments = [asked_at + timedelta(seconds=at - self._tries[0]) for at in self._tries]
        checks = self._system.platform.own_checks(service)
        self._others = [
            at
            for at, moment in zip(self._tries, moments, strict=True)
            if any(begun <= moment <= ended for begun, ended in checks)
        ]
        faults.mend()

    def check_pace(self, times: int, pace: str) -> None:
        """So often it was tried again, and the waits between were as long as this pace has them."""
        assert not (wrong := astray(self._tries, times, pace, more_is_told=self._more_is_told)), wrong

    def check_alerts(self, service: str, times: int) -> None:
        """So many alerts were raised by it, and its log has as many."""
        self._alerts.check(service, times)

    # When the first answer is lost

    def sign_in_when_answer_is_lost(self, who: Persona, line: Stretch, how: str) -> None:
        """The first try arrives and its answer does not; then the line is mended, and it is tried again."""
        if self._system.broker is not None:
            self._heard = self._system.broker.subscribe("user.events.signed_in")
            self._system.world.cleanup.add("listen to sign-ins no longer", self._heard.end)
        self._accounts.of(who)
        self._system.service("web").get("/api/health")  # so that there is a line over which something can be asked
        reply = self._lose_answer(
            line, how, lambda: self._accounts.attempt_as(who).reply, lambda: len(self._sessions(who))
        )
        self._accounts.adopt(who, str(data(reply)["access_token"]))

    def publish_when_answer_is_lost(self, who: Persona, title: str, line: Stretch, how: str) -> None:
        """The same for a track that is handed on."""
        self._publisher, file = who, named(FILE)
        data(self._publishing.hand_in(who, "Before it", file), 201)  # so that there is a line
        reply = self._lose_answer(
            line, how, lambda: self._publishing.hand_in(who, title, file), lambda: self._stored(who).count(title)
        )
        assert_that(data(reply, 201)["title"], equal_to(title), "the title of what was handed in")

    def _lose_answer(self, line: Stretch, how: str, call: Callable[[], Reply], effect: Callable[[], int]) -> Reply:
        """Make a call whose effect is there while its answer is lost. NothingProven when the answer came at once."""
        faults = self._system.world.faults
        with ThreadPoolExecutor(1) as pool:
            faults.afflict(line, how)
            asked = now()
            calling = pool.submit(call)
            eventually(
                effect, greater_than_or_equal_to(1), within=STORED_WITHIN, what="how often the call has had its effect"
            )
            eventually(  # the effect is there before the answer is on its way
                lambda: len(faults.meetings()),
                greater_than_or_equal_to(1),
                within=STORED_WITHIN,
                what="how much of an answer has met the line",
            )
            if how == SILENCE:
                eventually(
                    lambda: max(faults.meetings()) - min(faults.meetings()),
                    greater_than(FIRST_WAIT),
                    within=ASKED_AGAIN_WITHIN,
                    what="seconds after which it was tried again, though no answer came",
                )
            faults.mend()
            reply = calling.result()
        if now() - asked < FIRST_WAIT:
            raise NothingProven("the answer was not lost: it came before anything could be tried again")
        return reply

    def _sessions(self, who: Persona) -> list[str]:
        """Every session that was opened for somebody, ended or not."""
        assert self._system.database is not None, "this needs a look into the database"
        rows = self._system.database.rows(
            "SELECT id::text AS id FROM backend.sessions WHERE person_id = %s::uuid", (self._accounts.of(who).id,)
        )
        return [row["id"] for row in rows]

    def _stored(self, who: Persona) -> list[str]:
        """The titles of all tracks of somebody that stream-server has stored."""
        assert self._system.database is not None, "this needs a look into the database"
        rows = self._system.database.rows(
            "SELECT title FROM stream.tracks WHERE artist_id = %s::uuid", (self._accounts.of(who).id,)
        )
        return [row["title"] for row in rows]

    def check_one_session(self, who: Persona) -> None:
        """One session was opened for somebody, it lives, and it was told of once."""
        device = self._accounts.device(who)
        assert_that(self._sessions(who), has_length(1), f"the sessions that were opened for {who.name}")
        entries = data(device.on("backend-api").get("/api/v1/activity"))
        told = [entry for entry in entries if entry["kind"] == "signed_in"]
        assert_that(told, has_length(1), f"how often the activity of {who.name} tells of signing in")
        if self._heard is not None:
            heard, mine = self._heard, self._accounts.of(who).id
            eventually(
                lambda: [one for one in heard.messages if one.data["data"]["user_id"] == mine],
                has_length(1),
                within=STORED_WITHIN,
                what=f"the events that {who.name} signed in",
            )

    def check_published_once(self, title: str) -> None:
        """A track of this title comes to be ready, is listed once, stored once, and was told of once."""
        who = self._publisher
        assert who is not None, "nothing was published"
        identity, backend = self._accounts.of(who).id, self._accounts.as_(who, "backend-api")

        def listed() -> list[str]:
            found = data(backend.get("/api/v1/tracks", params={"artist_id": identity}))
            return [one["status"] for one in found if one["title"] == title]

        eventually(listed, equal_to(["ready"]), within=60, what=f'how "{title}" stands where it is listed')
        assert_that(self._stored(who).count(title), equal_to(1), f'how often stream-server has stored "{title}"')
        self._publishing.check_told_once(title)
