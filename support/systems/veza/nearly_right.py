"""Passwords that are nearly right."""

from __future__ import annotations

from support.scenario.people import Person, Persona
from support.systems.answers import data, refused
from support.systems.operations.near_misses import near_misses
from support.systems.system import System
from support.systems.veza.accounts import Accounts, sign_out

PASSWORD = " Été à la Plage ﬁn 12 " + "x" * 60 + " "
"""Longer than what bcrypt reads, with blanks around it, accents, capitals, and a letter that means two."""
OTHERS = "of somebody else 12"
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
        misses = {f"the password {what}": (person.email, miss) for what, miss in near_misses(person.password).items()}
        assert len(misses) > 10, f"there are only {sorted(misses)}"
        misses |= {f"the e-mail {what}": (miss, person.password) for what, miss in _near(person.email).items()}
        let_in = []
        for what, given in misses.items():
            reply = self._accounts.attempt(*given).reply
            try:
                refused(reply, *REFUSED)
            except AssertionError as error:
                let_in.append(f"{what}: {error}")
            token = data(self._accounts.attempt_as(who).reply)["access_token"]
            sign_out(self._system.service("web", token))
        assert not let_in, "what only comes near is taken for the right one:\n  " + "\n  ".join(let_in)
        self._check_not_made_anew(person)

    def _check_not_made_anew(self, person: Person) -> None:
        """Whoever makes an account with this e-mail once more is refused, and what they gave opens nothing."""
        for email in (person.email, person.email.upper()):
            given = {"email": email, "password": OTHERS, "display_name": "Somebody Else"}
            refused(self._system.service("web").post("/api/auth/register", json=given), 409)
            refused(self._accounts.attempt(email, OTHERS).reply, 401)
        user = data(self._accounts.attempt(person.email, person.password).reply)["user"]
        told = {name: user[name] for name in ("email", "display_name", "role", "active")}
        expected = {"email": person.email, "display_name": person.display_name, "role": "listener", "active": True}
        assert told == expected, f"whose account was asked for once more is {told}, and not {expected}"


def _near(email: str) -> dict[str, str]:
    """What is nearly somebody's e-mail: with signs that stand for any in a pattern, or a bit more or less of it."""
    local, _, place = email.partition("@")
    return {
        "with any letter in it": f"{local[:-1]}_@{place}",
        "with any beginning": f"%{email[1:]}",
        "without its first letter": email[1:],
        "with something before it": f"x{email}",
        "with something added for oneself": f"{local}+x@{place}",
        "of a place that is called alike": f"{email}.test",
    }
