"""People of a scenario on Globe: their accounts, and the instance that each of them uses."""

from __future__ import annotations

from dataclasses import dataclass

from support.clients.http import HttpClient
from support.scenario.cleanup import Order
from support.scenario.people import Person, Persona
from support.systems.answers import data
from support.systems.globe.contract import INSTANCES
from support.systems.system import System


@dataclass(frozen=True)
class Account:
    """Somebody's account, the token of their sign-in, and the instance they use."""

    person: Person
    id: str
    token: str
    instance: str


class Accounts:
    """Makes accounts at their first mention; one after the other uses the next instance, so that people are apart."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._accounts: dict[str, Account] = {}

    def of(self, who: Persona) -> Account:
        """Somebody's account; made, and signed in, when first asked for."""
        if who.name not in self._accounts:
            self._accounts[who.name] = self._make(who)
        return self._accounts[who.name]

    def as_(self, who: Persona, instance: str = "") -> HttpClient:
        """Globe as somebody reaches it: on the instance they use, or on another one."""
        account = self.of(who)
        return self._system.service(instance or account.instance, account.token, who.name)

    def _make(self, who: Persona) -> Account:
        instance = INSTANCES[len(self._accounts) % len(INSTANCES)]
        person, globe = self._system.world.person(who), self._system.service(instance)
        given = {"email": person.email, "password": person.password}
        made = data(globe.post("/api/auth/register", json={**given, "display_name": person.display_name}), 201)
        identity = str(made["user"]["id"])
        self._system.world.cleanup.add(
            f"deactivate the account of {person.display_name}", lambda: self._close(identity), order=Order.ACCOUNTS
        )
        token = str(data(globe.post("/api/auth/login", json=given))["access_token"])
        return Account(person, identity, token, instance)

    def _close(self, identity: str) -> None:
        """As the administrator that every deployment is born with, who signs in for it and out again."""
        given = self._system.platform.credentials
        body = {"email": given["admin_email"], "password": given["admin_password"]}
        token = data(self._system.service(INSTANCES[0]).post("/api/auth/login", json=body))["access_token"]
        admin = self._system.service(INSTANCES[0], token)
        data(admin.post(f"/api/v1/admin/people/{identity}/deactivate"))
        data(admin.post("/api/auth/logout"))
