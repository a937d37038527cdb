"""The admin that a Veza is born with: made from what backend-api is told when it is started, once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, starts_with

from support.environments.logs import in_short
from support.scenario.cleanup import Order
from support.systems.answers import data, refused
from support.systems.veza.administration import LOG

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts

ME = "/api/v1/users/me"
ROUNDS = 9
"""Neither what a deployment is told as a rule, nor what it does unless it is told: 2 to this power is the work."""


class FirstAdmin:
    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        mark = system.world.data.mark
        self._email, self._password = f"first-{mark}@veza.test".lower(), f"a first admin's {mark}"
        self._now: dict[str, Any] = {}
        """Who they are since somebody made something else of them."""

    def start(self) -> None:
        """Start a copy of backend-api that is told of another first admin, and how much work a password is.

        Started again, it finds them there.
        """
        told = {"ADMIN_EMAIL": self._email, "ADMIN_PASSWORD": self._password, "BCRYPT_ROUNDS": str(ROUNDS)}
        trial = self._system.platform.trial("backend-api", told)
        assert trial.status is None, f"backend-api ended with status {trial.status}: {in_short(trial.lines)}"

    def check(self) -> None:
        """They sign in, as an admin, and their password is kept as was told."""
        user = self._sign_in()["user"]
        assert_that(user["role"], equal_to("admin"), "the role of the first admin")
        if (database := self._system.database) is not None:
            asked = "SELECT password_hash AS kept FROM backend.people WHERE id = %s::uuid"
            ((kept,),) = (row.values() for row in database.rows(asked, (user["id"],)))
            assert_that(kept[:7], starts_with(f"$2b${ROUNDS:02}$"), "how the password of the first admin is kept")

    def demote(self, admin: Persona) -> None:
        """There is another first admin; they call themselves otherwise, and an admin makes a listener of them."""
        self.start()
        answer = self._sign_in()
        first = self._system.service("backend-api", str(answer["access_token"]))
        data(first.put(ME, json={"display_name": f"Nobody {self._system.world.data.mark}"}))
        path = f"/api/v1/admin/people/{answer['user']['id']}/role"
        data(self._accounts.as_(admin, "backend-api").put(path, json={"role": "listener"}))
        self._now = data(first.get(ME))
        assert_that(self._now["role"], equal_to("listener"), "what the first admin is now")

    def check_stayed(self) -> None:
        """They sign in as who they were last, whole; what only admins may, they may not."""
        answer = self._sign_in()
        assert_that(answer["user"], equal_to(self._now), "who the first admin is, as they sign in")
        refused(self._system.service("backend-api", str(answer["access_token"])).get(LOG), 403)

    def _sign_in(self) -> dict[str, Any]:
        """Sign in; their account is closed with the scenario, which ends their sessions."""
        answer: dict[str, Any] = data(self._accounts.attempt(self._email, self._password).reply)
        path = f"/api/v1/admin/people/{answer['user']['id']}/deactivate"
        self._system.world.cleanup.add(
            "deactivate a first admin", partial(self._accounts.root().post, path), order=Order.ACCOUNTS
        )
        return answer
