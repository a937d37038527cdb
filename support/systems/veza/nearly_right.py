"""Passwords that are nearly right."""

from __future__ import annotations

from support.scenario.people import Person, Persona
from support.systems.answers import data, refused
from support.systems.operations.near_misses import near_misses
from support.systems.system import System
from support.systems.veza.accounts import Accounts, sign_out

PASSWORD = "Été à la Plage ﬁn 12 " + "x" * 60
"""Longer than what bcrypt reads, with accents, capitals, and a letter that means two."""
REFUSED = (401, 422)


class NearlyRight:
    """Somebody with a password of which every near miss is tried."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts

    def make(self, who: Persona) -> None:
        """Make somebody's account, with a password that much comes near to."""
        known = self._system.world.person(who)
        self._accounts.make(who, Person(who, known.family_name, known.email, PASSWORD))

    def check_refused(self, who: Persona) -> None:
        """Each near miss is refused, and after it the password itself is let in, so that nobody is slowed down."""
        person = self._accounts.of(who).person
        misses = near_misses(person.password)
        assert len(misses) > 10, f"there are only {sorted(misses)}"
        let_in = []
        for what, miss in misses.items():
            reply = self._accounts.attempt(person.email, miss).reply
            try:
                refused(reply, *REFUSED)
            except AssertionError as error:
                let_in.append(f"the password {what}: {error}")
            token = data(self._accounts.attempt_as(who).reply)["access_token"]
            sign_out(self._system.service("web", token))
        assert not let_in, "what only comes near the password is taken for it:\n  " + "\n  ".join(let_in)
