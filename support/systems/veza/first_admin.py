"""The admin that a Veza is born with: made from what backend-api is told when it is started."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hamcrest import assert_that, equal_to, starts_with

from support.environments.logs import in_short
from support.scenario.cleanup import Order
from support.systems.answers import data

if TYPE_CHECKING:
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts

ROUNDS = 9
"""Neither what a deployment is told as a rule, nor what it does unless it is told: 2 to this power is the work."""


class FirstAdmin:
    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        mark = system.world.data.mark
        self._email, self._password = f"first-{mark}@veza.test".lower(), f"a first admin's {mark}"

    def start(self) -> None:
        """Start a copy of backend-api that is told of another first admin, and how much work a password is."""
        told = {"ADMIN_EMAIL": self._email, "ADMIN_PASSWORD": self._password, "BCRYPT_ROUNDS": str(ROUNDS)}
        trial = self._system.platform.trial("backend-api", told)
        assert trial.status is None, f"backend-api ended with status {trial.status}: {in_short(trial.lines)}"

    def check(self) -> None:
        """They sign in, as an admin, and their password is kept as was told."""
        user = data(self._accounts.attempt(self._email, self._password).reply)["user"]
        path = f"/api/v1/admin/people/{user['id']}/deactivate"
        self._system.world.cleanup.add(
            "deactivate a first admin", partial(self._accounts.root().post, path), order=Order.ACCOUNTS
        )
        assert_that(user["role"], equal_to("admin"), "the role of the first admin")
        if (database := self._system.database) is not None:
            asked = "SELECT password_hash AS kept FROM backend.people WHERE id = %s::uuid"
            ((kept,),) = (row.values() for row in database.rows(asked, (user["id"],)))
            assert_that(kept[:7], starts_with(f"$2b${ROUNDS:02}$"), "how the password of the first admin is kept")
