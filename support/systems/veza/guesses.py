"""Passwords that are guessed on Veza: what is refused, for how long, and what the refusal tells."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import pairwise

from hamcrest import assert_that, equal_to

from support.observing import machine
from support.observing.measuring import EXCUSED, Unmeasurable
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import refused
from support.systems.system import System
from support.systems.veza.accounts import Accounts, Try

FAILURES_BEFORE_WAITING = 5
FIRST_WAIT = 2.0
"""Seconds; of which some may be over when it is told."""
STRANGER = Persona("Nobody", "listener")
"""Has an e-mail, and no account."""


class Guesses:
    """Tries to sign in that ought to fail, and how they do."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._guessed: Persona | None = None
        self._waits: list[float] = []
        self._others = 0.0
        """What others used of this machine while refusals were timed, from 0 to 1."""
        """How long somebody was told to wait, each time that they waited and failed once more."""

    def guess(self, who: Persona, times: int = 1) -> Sequence[Try]:
        """Wrong passwords for somebody's account, one after another."""
        person = self._accounts.of(who).person
        self._guessed = who
        return [
            self._accounts.attempt(_written(person.email, count), f"{person.password}-not-{count}")
            for count in range(times)
        ]

    def guess_at_once(self, who: Persona, times: int) -> None:
        """So many wrong passwords for somebody's account, all at the same time."""
        person = self._accounts.of(who).person
        with ThreadPoolExecutor(times) as pool:
            list(
                pool.map(
                    lambda count: self._accounts.attempt(_written(person.email, count), f"{person.password}-{count}"),
                    range(times),
                )
            )

    def guess_unknown(self, times: int = 1) -> Sequence[Try]:
        """Sign-ins with an e-mail that nobody has; the same one throughout the scenario."""
        stranger = self._system.world.person(STRANGER)
        return [
            self._accounts.attempt(_written(stranger.email, count), f"{stranger.password}{count}")
            for count in range(times)
        ]

    def have_failed(self, who: Persona, times: int) -> None:
        """Let it be known that so many tries to sign in as somebody have failed in a row, the last of them long ago."""
        cache, self._guessed = self._system.cache, who
        assert cache is not None, "this needs a hand on the cache"
        cache.command("HSET", self._key(who), "failures", times)

    def check_longest_wait(self, who: Persona, seconds: float) -> None:
        """After one failure more they wait so long and no longer, which is not forgotten before."""
        refused(self._accounts.tries[-1].reply, 401)
        told, cache = self._accounts.attempt_as(who).wait_seconds, self._system.cache
        assert told in (seconds, seconds - 1), f"the wait is {told} s, and the longest one lasts {seconds:g} s"
        left = cache.ttl(self._key(who)) if cache is not None else None
        assert left is None or left >= seconds - 1, f"what has failed is forgotten after {left} s"

    def _key(self, who: Persona) -> str:
        """Under which the cache keeps how often it has failed: nothing of the e-mail can be read there."""
        return f"sign_in_failures:{sha256(self._accounts.of(who).person.email.encode()).hexdigest()}"

    def check_looked_at(self, limit: int) -> None:
        """At most so many tries got as far as the password; each of the others was told when to retry."""
        waiting = [attempt for attempt in self._accounts.tries if attempt.reply.status == 429]
        looked_at = [attempt for attempt in self._accounts.tries if attempt.reply.status == 401]
        assert_that(len(waiting) + len(looked_at), equal_to(len(self._accounts.tries)), "tries that were refused")
        assert len(looked_at) <= limit, f"{len(looked_at)} of {len(self._accounts.tries)} tries were looked at"
        for attempt in waiting:
            assert attempt.wait_seconds, "somebody was told to wait, and not how long"

    def check_refused_alike(self) -> None:
        first, *others = self._accounts.tries
        refused(first.reply, 401)
        for other in others:
            assert_that(other.answer, equal_to(first.answer), "an answer, beside that for a wrong password")

    def check_fields_named(self, fields: Sequence[str]) -> None:
        refusal = refused(self._accounts.tries[-1].reply, 422)
        assert_that(refusal.fields, equal_to(sorted(fields)), "the fields that the refusal names")

    def check_told_to_wait(self, told: Try) -> None:
        """Whoever has just failed for the fifth time waits for two seconds, whoever they are."""
        assert_that(told.reply.status, equal_to(429), "the status")
        wait = told.wait_seconds
        assert wait in (FIRST_WAIT, FIRST_WAIT - 1), f"the wait is {wait} s, and the first one lasts {FIRST_WAIT:g} s"

    def check_let_in_after(self, who: Persona, told: Try) -> None:
        """The right password is let in once the time that was told is over, and not a second before it.

        What failed before counts no more then.
        """
        limit = told.wait_seconds
        assert limit, f"nobody was told to wait: the answer was {told.reply.status}"
        started = time.monotonic()
        eventually(
            lambda: self._accounts.attempt_as(who).reply.status,
            equal_to(200),
            within=limit + 1,
            poll=0.1,
            what=f"the answer to {who.name}, who was told to wait {limit:g} s",
        )
        waited = time.monotonic() - started
        assert waited > limit - 1, f"told to wait {limit:g} s, {who.name} was let in after {waited:.2f} s"
        refused(self.guess(who)[0].reply, 401)
        status = self._accounts.attempt_as(who).reply.status
        assert_that(status, equal_to(200), f"the answer to {who.name}, after one failure since they were let in")

    def fail_once_more(self) -> None:
        """Wait as the last failure demands, and fail again; and so once more."""
        who = self._guessed
        assert who is not None, "nobody's password was guessed at yet"
        for _ in range(2):
            told = self.attempt_as_stranger_to(who)
            assert told.wait_seconds, f"nobody was told to wait: the answer was {told.reply.status}"
            self._waits.append(told.wait_seconds)
            eventually(
                lambda: self.attempt_as_stranger_to(who).reply.status,
                equal_to(401),
                within=told.wait_seconds + 1,
                poll=0.1,
                what="the answer to a wrong password after waiting as told",
            )

    def attempt_as_stranger_to(self, who: Persona) -> Try:
        """One more wrong password for somebody."""
        return self.guess(who)[0]

    def check_wait_doubled(self, who: Persona) -> None:
        told = self._accounts.attempt_as(who).wait_seconds
        assert told is not None, f"{who.name} was not told to wait"
        for shorter, longer in pairwise([*self._waits, told]):
            assert 1.5 * shorter < longer <= 2 * shorter, f"after {shorter:g} s the next wait is {longer:g} s"

    def time_refusals(self, count: int) -> None:
        """Time the refusals of so many sign-ins for each reason, taken in turn."""
        per_account = FAILURES_BEFORE_WAITING - 1
        numbers = range(-(-count // per_account))
        wrong = [self._accounts.of(Persona(f"Wrong{number}", "listener")).person for number in numbers]
        gone = [self._accounts.of(Persona(f"Gone{number}", "listener")) for number in numbers]
        for account in gone:
            self._accounts.deactivate(account)
        meanwhile = machine.Meanwhile()
        for number in range(count):
            some, left = wrong[number // per_account], gone[number // per_account].person
            stranger = self._system.world.person(Persona(f"Unknown{number}", "listener"))
            for reason, email, password in (
                ("wrong password", some.email, some.password + "x"),
                ("unknown e-mail", stranger.email, stranger.password),
                ("deactivated account", left.email, left.password),
            ):
                reply = self._accounts.attempt(email, password).reply
                refused(reply, 401)
                self._accounts.note(reason, reply.elapsed)
        self._others = meanwhile.others()

    def check_times_tell_nothing(self) -> None:
        """What the quick quarter of each takes is close together: within a quarter, or ten milliseconds.

        A reason that takes longer shows there too, while whatever else goes on only ever adds to a time. Raises
        `Unmeasurable` where others on this machine may have added it.
        """
        quick = {reason: sample.percentile(25) for reason, sample in self._accounts.parts.items()}
        apart, allowed = max(quick.values()) - min(quick.values()), max(0.010, 0.25 * max(quick.values()))
        if apart > allowed:
            told = "the time until the answer tells the reason: " + (
                ", ".join(f"{reason} {sample}" for reason, sample in self._accounts.parts.items())
            )
            if apart <= EXCUSED * allowed and self._others > machine.BUSY:
                raise Unmeasurable(
                    f"{self._others:.0%} of this machine was busy with something else, so that no time tells: {told}"
                )
            raise AssertionError(told)


def _written(email: str, number: int) -> str:
    """An e-mail, each time written in another way of those that are the same to Veza."""
    return (email, email.upper(), f"  {email} ", email.title())[number % 4]
