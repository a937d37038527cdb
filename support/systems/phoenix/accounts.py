"""People of a scenario on Phoenix: their accounts, and their sessions."""

from __future__ import annotations

from dataclasses import dataclass

from support.clients.http import HttpClient
from support.scenario.cleanup import Order
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.phoenix.contract import GATEWAY
from support.systems.phoenix.people import TENANT, tenant_of
from support.systems.system import System
from support.systems.tokens import signature_of


@dataclass(frozen=True)
class Account:
    id: str
    email: str
    password: str
    token: str


class Accounts:
    """Makes accounts at their first mention, and signs them in."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._accounts: dict[str, Account] = {}
        self._roots: dict[str, HttpClient] = {}

    def of(self, who: Persona) -> Account:
        """Somebody's account in their tenant, with their role; closed with the scenario."""
        if who.name not in self._accounts:
            self._accounts[who.name] = self._make(who)
        return self._accounts[who.name]

    def as_(self, who: Persona) -> HttpClient:
        """api-gateway as somebody reaches it."""
        return self._system.service(GATEWAY, self.of(who).token, who.name)

    @property
    def secrets(self) -> dict[str, str]:
        """What only the people of the scenario may know, each with what it is."""
        accounts = self._accounts.items()
        passwords = {one.password: f"the password of {name}" for name, one in accounts}
        return passwords | {signature_of(one.token): f"the token of {name}" for name, one in accounts}

    def root(self, tenant: str) -> HttpClient:
        """api-gateway as the admin with whom a tenant is born; signed out with the scenario."""
        if tenant not in self._roots:
            given = self._system.platform.credentials
            email = given["admin_email" if tenant == TENANT else "other_admin_email"]
            root = self._system.service(GATEWAY, self._sign_in(email, given["admin_password"]), "the first admin")
            self._roots[tenant] = root
            self._system.world.cleanup.add(
                "sign the first admin out", lambda: data(root.post("/api/auth/logout")), order=Order.CONNECTIONS
            )
        return self._roots[tenant]

    def _make(self, who: Persona) -> Account:
        person = self._system.world.person(who)
        given = {
            "email": person.email,
            "password": person.password,
            "display_name": person.display_name,
            "tenant": tenant_of(who),
        }
        user = data(self._system.service(GATEWAY).post("/api/auth/register", json=given), 201)["user"]
        root = self.root(tenant_of(who))
        self._system.world.cleanup.add(
            f"close the account of {person.display_name}",
            lambda: data(root.post(f"/api/v1/admin/people/{user['id']}/deactivate")),
            order=Order.ACCOUNTS,
        )
        if who.role != user["role"]:
            data(root.put(f"/api/v1/admin/people/{user['id']}/role", json={"role": who.role}))
        return Account(user["id"], person.email, person.password, self._sign_in(person.email, person.password))

    def _sign_in(self, email: str, password: str) -> str:
        reply = self._system.service(GATEWAY).post("/api/auth/login", json={"email": email, "password": password})
        return str(data(reply)["access_token"])
