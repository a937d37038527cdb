"""Passwords that are guessed: what the refusals tell, and how long whoever guesses has to wait."""

from __future__ import annotations

from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.http import Reply
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, now
from support.scenario.people import Persona
from support.systems.accounts import Peopled
from support.systems.answers import refused

FREE_FAILURES = 5
"""So many tries in a row may fail before the next one has to wait, and so many are looked at of those at once."""
FIRST_WAIT = 2.0
"""Seconds after these; after each further one it is twice as long."""
AT_ONCE = 12
UNKNOWN, RUSHED = "Nobody", "Nobody At All"
"""Have e-mails, and no accounts."""
TELL_NOTHING = ("date", "x-correlation-id")
"""Headers that are different each time."""


class Guessing:
    """Of two people, of one whose account is closed, and of somebody who has none."""

    def __init__(self, system: Peopled) -> None:
        self._system, self._accounts = system, system.accounts
        self._e_mails: dict[str, tuple[str, str]] = {}
        """E-mail and right password, by name; of who has no account any password."""
        self._refusals: dict[str, list[Reply]] = {}

    def guess(self, one: Persona, other: Persona, gone: Persona) -> None:
        """Four wrong passwords of each, then the first signs in, as they may; then five of each."""
        for who in (one, other, gone):
            person = self._accounts.of(who).person
            self._e_mails[who.name] = (person.email, person.password)
        stranger = self._system.world.person(Persona(UNKNOWN, other.role))
        self._e_mails[UNKNOWN] = (stranger.email, stranger.password)
        self._fail(one.name, FREE_FAILURES - 1)
        self._accounts.another_token(one)
        for name in self._e_mails:
            self._fail(name, FREE_FAILURES - 1)
        email, password = self._e_mails[gone.name]
        self._refusals[gone.name].append(self._accounts.try_to_sign_in(email, password))
        for name in (other.name, UNKNOWN, one.name):  # who has to wait longest last
            self._fail(name)

    def _fail(self, name: str, times: int = 1) -> None:
        email, password = self._e_mails[name]
        tries = [self._accounts.try_to_sign_in(email, f"{password}-{number}") for number in range(times)]
        self._refusals.setdefault(name, []).extend(tries)

    def check_alike(self) -> None:
        """Every refusal is the same; then all have to wait, who has the right password too; and so has a rush."""
        answers = [(name, _told(reply)) for name, replies in self._refusals.items() for reply in replies]
        for name, answer in answers:
            assert_that(answer, equal_to(answers[0][1]), f"how {name}'s password is refused, beside the first refusal")
        refused(next(iter(self._refusals.values()))[0], 401)
        for name in self._e_mails:
            wait = self._wait_of(name)
            assert 0 < wait <= FIRST_WAIT, f"{name} is told to wait {wait:g} s after {FREE_FAILURES} failures in a row"
        email = self._system.world.person(Persona(RUSHED, self._system.contract.person.role)).email
        tries = [partial(self._accounts.try_to_sign_in, email, f"wrong {number}") for number in range(AT_ONCE)]
        rush = [reply.status for reply in at_the_same_time(tries)]
        seen = (rush.count(401) <= FREE_FAILURES, rush.count(401) + rush.count(429))
        assert_that(seen, equal_to((True, AT_ONCE)), f"whether few of many tries at once were looked at: {rush}")

    def _wait_of(self, name: str) -> float:
        """The seconds that somebody is told to wait who has the right password."""
        reply = self._accounts.try_to_sign_in(*self._e_mails[name])
        refused(reply, 429)
        told = reply.headers.get("retry-after", "")
        assert told.isdigit(), f"{name} is told {told!r} of how long to wait"
        return float(told)

    def check_waits(self, who: Persona) -> None:
        """Somebody is let in when the time is over that they are told, and no second before; others wait for longer."""
        wait, began = self._wait_of(who.name), now()
        eventually(
            lambda: self._accounts.try_to_sign_in(*self._e_mails[who.name]).status,
            equal_to(200),
            within=wait + 1,
            poll=0.1,
            what=f"the answer to {who.name}, who was told to wait {wait:g} s",
        )
        waited = now() - began
        assert waited > wait - 1, f"told to wait {wait:g} s, {who.name} was let in after {waited:.2f} s"
        for name in self._e_mails.keys() - {who.name}:
            self._fail(name)  # by now their time is over as well
            refused(self._refusals[name][-1], 401)
            wait = self._wait_of(name)
            told = f"{name} is told to wait {wait:g} s after {FREE_FAILURES + 1} failures in a row"
            assert FIRST_WAIT < wait <= 2 * FIRST_WAIT, told


def _told(reply: Reply) -> dict[str, Any]:
    """All of an answer that could tell one reason from another."""
    body = {key: value for key, value in reply.json().items() if key not in ("timestamp", "request_id")}
    headers = {key.lower(): value for key, value in reply.headers.items() if key.lower() not in TELL_NOTHING}
    return {"status": reply.status, "body": body, "headers": headers}
