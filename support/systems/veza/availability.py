"""Who is there while services are restarted one after another: asked all the time, each service by somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from threading import Event

from hamcrest import assert_that, empty, equal_to, greater_than

from support.clients.http import HttpClient
from support.clients.unreachable import Unreachable
from support.clients.websocket import SocketClient
from support.observing.histories import NothingProven
from support.observing.waiting import eventually, looks, now
from support.reporting.attachments import attach
from support.reporting.availability import Presence, page
from support.scenario.people import Persona
from support.systems.contract import For
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.contract import SERVICES
from support.systems.veza.operations import OPERATIONS

ASKED_FOR = {
    service: tuple(
        one.path
        for one in OPERATIONS
        if (one.service, one.method, one.answers) == (service, "GET", For.PEOPLE) and "{" not in one.path and not one.to
    )
    for service in SERVICES
}
"""What anybody may ask each service for, without an id: one after the other."""
OPENED, WAITED_FOR = "/api/session", "backend-api"
"""What every page of web asks when it is opened, and for whose restart the answer waits."""
TAKES = 1.5
"""Seconds between its end and its start anew: a new version is not there in no time."""
PATIENT = 4.0
"""Seconds for which it surely waits; the contract has 5."""
STANDS_ON = {"/api/dashboard": "backend-api", OPENED: WAITED_FOR}
"""Whom something needs besides: while that one is restarted, it may be away as well, and no longer."""
PAUSE = 0.02
"""Seconds between two questions."""
AT_ONCE = 0.5
"""Seconds in which a service that is there has answered; from then on, somebody who is answered later misses it."""
AROUND = 1.0
"""Seconds of asking before the first restart, and after each of them."""
ENOUGH = 100
"""Questions to each service beside its own restart: one in a hundred may go wrong, and fewer would not show it."""
ANSWERS_WITHIN = 3.0
LONG_ENOUGH = 15.0
LONGEST = 3600.0


@dataclass(frozen=True)
class Question:
    """Something asked of a service: from when to when, and whether it was answered as it should be."""

    service: str
    asked: float
    over: float
    answered: bool
    stands_on: str = ""
    """Another service that is needed for the answer."""
    path: str = ""

    def is_hit_by(self, restart: Restart) -> bool:
        """Whether the restart is that of a service which has to be there to answer."""
        return restart.service in (self.service, self.stands_on)


@dataclass(frozen=True)
class Restart:
    """Of a service: from when to when."""

    service: str
    began: float
    over: float


class Availability:
    """The questions of a scenario, and the restarts among them."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._questions: list[Question] = []
        self._restarts: list[Restart] = []
        self._cut: list[str] = []
        """Live connections to one service that ended, or were dead, after the restart of another."""

    def restart_all(self, services: Sequence[str], people: Sequence[Persona]) -> None:
        """Restart one after another while each service is asked for something by one of these people."""
        self._accounts.sign_in_all(people)
        over = Event()
        asking = [
            partial(self._ask_on, service, self._accounts.device(who).clients[service], over)
            for service, who in zip(services, cycle(people), strict=False)
        ]
        with ThreadPoolExecutor(len(asking)) as pool:
            done = [pool.submit(one) for one in asking]
            try:
                for service in services:
                    live = self._connect_elsewhere(people[0], service)
                    self._go_on_asking(services)
                    began = now()
                    self._restart(service, people[0])
                    self._restarts.append(Restart(service, began, now()))
                    self._cut += [f"{one} with {service}" for one, socket in live.items() if not _lives(one, socket)]
                self._go_on_asking(services)
                self._ask_enough(services)
            finally:
                over.set()
            for one in done:
                one.result()
        self._show(services)

    def _restart(self, service: str, who: Persona) -> None:
        """Restart it; if pages wait for it, take some time over that, while somebody opens page after page."""
        faults = self._system.world.faults
        if service != WAITED_FOR:
            faults.restart(service)
            return
        back = Event()
        with ThreadPoolExecutor(1) as pool:
            opened = pool.submit(self._ask_on, "web", self._accounts.as_(who, "web"), back, [OPENED])
            try:
                faults.inflict(service, "stops")
                down = now()
                eventually(now, greater_than(down + TAKES), within=2 * TAKES, what="the time")
                faults.mend(service)
            finally:
                back.set()
            opened.result()

    def _connect_elsewhere(self, who: Persona, service: str) -> dict[str, SocketClient]:
        """A live connection of somebody to each service that has any, but for this one."""
        token = self._accounts.device(who).token
        return {one: self._system.socket(one, token) for one in self._system.contract.sockets if one != service}

    def _ask_on(self, service: str, client: HttpClient, over: Event, asked_for: Sequence[str] = ()) -> None:
        paths = cycle(asked_for or ASKED_FOR[service])
        for _ in looks(LONGEST, PAUSE, stretch=1):
            if over.is_set():
                return
            path = next(paths)
            asked = now()
            try:
                answered = client.get(path).status == 200
            except Unreachable:
                answered = False
            self._questions.append(Question(service, asked, now(), answered, STANDS_ON.get(path, ""), path))

    def _go_on_asking(self, services: Sequence[str]) -> None:
        """For a while, and until each service has been asked that often in it."""
        since = now()
        eventually(now, greater_than(since + AROUND), within=2 * AROUND, what="the time")
        for service in services:
            eventually(
                partial(self._asked_since, service, since),
                greater_than(0),
                within=10 * AROUND,
                what=f"how often {service} was asked meanwhile",
            )

    def _ask_enough(self, services: Sequence[str]) -> None:
        """Go on until each service has been asked so often that a share shows, on a slow machine as well."""
        for service in services:
            eventually(
                partial(self._times_asked, service),
                greater_than(ENOUGH),
                within=LONG_ENOUGH,
                what=f"how often {service} was asked beside its own restart",
            )

    def _times_asked(self, service: str) -> int:
        return len(self._beside_own_restart(service))

    def _beside_own_restart(self, service: str) -> list[Question]:
        return [one for one in self._of(service) if not self._in_own_restart(one)]

    def _asked_since(self, service: str, since: float) -> int:
        return sum(one.service == service and one.asked >= since for one in self._questions)

    # What came of it

    def check_answered(self, share: float) -> None:
        """More than this share of what each service was asked was answered, while it was not itself restarted."""
        for service in ASKED_FOR:
            asked = self._beside_own_restart(service)
            if len(asked) < ENOUGH:
                raise NothingProven(f"{service} was asked only {len(asked)} times; less than {ENOUGH} show no share")
            answered = sum(one.answered for one in asked) / len(asked)
            what = f"the share of {len(asked)} questions that {service} answered while others were restarted"
            assert_that(answered, greater_than(share), what)

    def check_not_away(self, seconds: float) -> None:
        """Nobody was away for longer than that, beyond what its own restart took."""
        long = []
        for service in ASKED_FOR:
            for first, end in self._away(service):
                begin = first.asked
                own = sum(
                    max(0.0, min(end, restart.over) - max(begin, restart.began))
                    for restart in self._restarts
                    if first.is_hit_by(restart)
                )
                if end - begin - own > seconds:
                    who = f"{service} (as far as it needs {first.stands_on})" if first.stands_on else service
                    long.append(f"{who} for {end - begin:.2f} s, {own:.2f} s of which it was restarted")
        assert_that(long, empty(), f"who was away for longer than {seconds:g} s beyond their own restart")
        assert_that(self._cut, empty(), "which live connections did not outlast the restart of another service")
        restarted = sorted(restart.service for restart in self._restarts)
        assert_that(restarted, equal_to(sorted(ASKED_FOR)), "what was restarted")

    def check_waited(self) -> None:
        """Whoever opened a page during the restart that it needs, at most some seconds before its end, got it then."""
        restart = next(one for one in self._restarts if one.service == WAITED_FOR)
        since = max(restart.began, restart.over - PATIENT)
        asked = [one for one in self._of("web") if one.path == OPENED and restart.began <= one.asked <= restart.over]
        opened = [one for one in asked if one.asked >= since]
        waited = [one for one in asked if one.answered]  # also for longer than it has to
        if not any(restart.over - one.asked > AT_ONCE for one in (*opened, *waited)):
            raise NothingProven(f"nobody opened a page while {WAITED_FOR} was restarted, {AT_ONCE} s before its end")
        told = [
            f"{restart.over - one.asked:.2f} s before its end, after {one.over - one.asked:.2f} s"
            for one in opened
            if not one.answered
        ]
        what = f"when who opened a page was refused it, while {WAITED_FOR} was restarted (VZ-21)"
        assert_that(told, empty(), what)

    def _of(self, service: str) -> list[Question]:
        return [one for one in self._questions if one.service == service]

    def _in_own_restart(self, one: Question) -> bool:
        """Under way at any time of it, or asked within the second that the service has to return."""
        return any(
            one.is_hit_by(restart) and one.over >= restart.began and one.asked <= restart.over + AROUND
            for restart in self._restarts
        )

    def _away(self, service: str) -> Iterator[tuple[Question, float]]:
        """A question without an answer in time, and when that or the next one that needs the same was answered."""
        for stands_on in sorted({one.stands_on for one in self._of(service)}):
            asked = [one for one in self._of(service) if one.stands_on == stands_on]
            first: Question | None = None
            for one in asked:
                if not one.answered:
                    first = first or one
                elif one.over - one.asked > AT_ONCE:
                    first = first or replace(one, asked=one.asked + AT_ONCE)
                if first and one.answered:
                    yield first, one.over
                    first = None
            if first:
                yield first, asked[-1].over

    def _show(self, services: Sequence[str]) -> None:
        first, last = self._questions[0].asked, max(one.over for one in self._questions)
        told = [
            Presence(
                service,
                len(self._of(service)),
                sum(one.answered for one in self._of(service)),
                tuple((one.began - first, one.over - first) for one in self._restarts if one.service == service),
                tuple((one.asked - first, end - first) for one, end in self._away(service)),
            )
            for service in services
        ]
        attach("Who was there", page("One after another restarted", last - first, told), "text/html")


def _lives(service: str, socket: SocketClient) -> bool:
    """Whether a live connection is open still, and answers."""
    if socket.closed is None:
        before = len(socket.frames)
        socket.send({"type": "Ping", "command_id": "still-there"})
        eventually(
            lambda: socket.closed is not None or len(socket.frames) > before,
            equal_to(True),
            within=ANSWERS_WITHIN,
            what=f"whether a live connection to {service} still answers, or has ended",
        )
    return socket.closed is None
