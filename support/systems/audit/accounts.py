"""People of a scenario on Audit: their accounts and their sessions."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from support.clients.http import HttpClient
from support.evidence.journal import Journal
from support.scenario.cleanup import AFTER_ALL, Order
from support.scenario.people import Person, Persona
from support.systems.answers import data, refused
from support.systems.system import System
from support.systems.tokens import signature_of

LOGIN = "/api/auth/login"
_administrators: dict[str, str] = {}
"""Token of the platform's own administrator by address of oms: signed in once per process, not per scenario."""


@dataclass(frozen=True)
class Account:
    """Somebody's account."""

    person: Person
    id: str


class Accounts:
    """Makes accounts at their first mention and signs people in at their first act."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._accounts: dict[str, Account] = {}
        self._tokens: dict[str, str] = {}

    def of(self, who: Persona) -> Account:
        """Somebody's account; made, with the role of the persona, when first asked for."""
        if who.name not in self._accounts:
            person = self._system.world.person(who)
            body = {"email": person.email, "password": person.password, "display_name": person.display_name}
            identity = data(self._system.service("oms").post("/api/auth/register", json=body), 201)["user"]["id"]
            account = Account(person, identity)
            self._accounts[who.name] = account
            self._system.world.cleanup.add(
                f"deactivate the account of {person.display_name}",
                lambda: self.deactivate(who),
                order=Order.ACCOUNTS,
            )
            if who.role != "viewer":
                data(self.root().put(f"/api/v1/admin/people/{identity}/role", json={"role": who.role}))
        return self._accounts[who.name]

    def token(self, who: Persona) -> str:
        """The token of somebody's session; they sign in when it is first asked for."""
        if who.name not in self._tokens:
            self._tokens[who.name] = self.another_token(who)
        return self._tokens[who.name]

    def another_token(self, who: Persona) -> str:
        """The token of a further session of somebody; signed out with the scenario."""
        person = self.of(who).person
        body = {"email": person.email, "password": person.password}
        token = str(data(self._system.service("oms").post(LOGIN, json=body))["access_token"])
        client = self._system.service("oms", token, who.name)
        self._system.world.cleanup.add(
            f"sign out {person.display_name}", lambda: sign_out(client), order=Order.SESSIONS
        )
        return token

    def deactivate(self, who: Persona) -> None:
        """Close somebody's account; one that is closed already stays so."""
        data(self.root().post(f"/api/v1/admin/people/{self.of(who).id}/deactivate"))

    def as_(self, who: Persona, service: str = "oms") -> HttpClient:
        """A service as somebody reaches it."""
        return self._system.service(service, self.token(who), who.name)

    def sign_in_all(self, people: Iterable[Persona]) -> None:
        """Have several people signed in, all at once: passwords are slow to work on, on purpose."""
        missing = [who for who in people if who.name not in self._tokens]
        for who in missing:
            self._system.world.person(who)
        self.root()
        if missing:
            with ThreadPoolExecutor(len(missing)) as pool:
                list(pool.map(self.token, missing))

    def fail_to_sign_in(self, who: Persona) -> None:
        """Try to sign in as somebody, with a wrong password."""
        person = self.of(who).person
        body = {"email": person.email, "password": f"{person.password}-not"}
        refused(self._system.service("oms").post(LOGIN, json=body), 401)

    def sign_out(self, who: Persona) -> None:
        data(self.as_(who).post("/api/auth/logout"))

    def change_role(self, who: Persona, role: str) -> None:
        """From now on, somebody has another role; an admin of the scenario says so."""
        data(self.root().put(f"/api/v1/admin/people/{self.of(who).id}/role", json={"role": role}))

    @property
    def secrets(self) -> dict[str, str]:
        """What only the people of the scenario may know, each with what it is."""
        passwords = {one.person.password: f"the password of {name}" for name, one in self._accounts.items()}
        return passwords | {signature_of(token): f"the token of {name}" for name, token in self._tokens.items()}

    def root(self) -> HttpClient:
        """oms as the administrator that every deployment of Audit is born with."""
        oms = self._system.platform.url("oms")
        token = _administrators.get(oms)
        if token is None or self._system.service("oms", token).get("/api/v1/people/me").status == 401:
            given = self._system.platform.credentials
            body = {"email": given["admin_email"], "password": given["admin_password"]}
            token = str(data(self._system.service("oms").post(LOGIN, json=body))["access_token"])
            _administrators[oms] = token
            admin = HttpClient(
                oms,
                journal=Journal(0),
                correlation_id=self._system.world.correlation_id,
                authority=self._system.platform.authority,
                token=token,
            )
            AFTER_ALL.add("sign the administrator of Audit out", lambda: sign_out(admin))
        return self._system.service("oms", token)


def sign_out(client: HttpClient) -> None:
    """End a session; one that is over already stays so."""
    reply = client.post("/api/auth/logout")
    if reply.status != 401:
        data(reply)
