"""People of a scenario: their accounts and their sessions, through the doors that platforms with people have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

from support.clients.http import HttpClient, Reply
from support.evidence.journal import Journal
from support.scenario.cleanup import AFTER_ALL, Order
from support.scenario.people import Person, Persona
from support.systems.answers import data, refused
from support.systems.contract import Operation
from support.systems.lists import Filling
from support.systems.system import System
from support.systems.tokens import signature_of

LOGIN, LOGOUT, ME = "/api/auth/login", "/api/auth/logout", "/api/v1/people/me"
REGISTER = "/api/auth/register"
PEOPLE = "/api/v1/admin/people"
PAST_WHAT_IS_SHOWN = 22
"""A list of people shows 20 at most."""
_administrators: dict[tuple[str, str], str] = {}
"""Token of an administrator that a platform is born with, by address and e-mail: signed in once per process."""


@dataclass(frozen=True)
class Account:
    """Somebody's account, and the service through which they use the platform."""

    person: Person
    id: str
    entry: str


class Accounts:
    """Makes accounts at their first mention and signs people in at their first act.

    Where people have several equal entries, such as instances, one after the other uses the next.
    """

    def __init__(self, system: System, *entries: str) -> None:
        self._system = system
        self._first, self._entries = entries[0], cycle(entries)
        self._accounts: dict[str, Account] = {}
        self._tokens: dict[str, str] = {}

    # What platforms may have differently

    def told_of(self, who: Persona) -> Mapping[str, str]:
        """What somebody tells when they register, besides what everybody tells."""
        return {}

    def admin_of(self, who: Persona) -> str:
        """What the platform's credentials call the e-mail of the first admin who is responsible for somebody."""
        return "admin_email"

    # Accounts

    def of(self, who: Persona) -> Account:
        """Somebody's account, with the role of the persona; made when first asked for, and closed with the scenario."""
        if who.name not in self._accounts:
            self._accounts[who.name] = self._make(who)
        return self._accounts[who.name]

    def _make(self, who: Persona) -> Account:
        person, entry = self._system.world.person(who), next(self._entries)
        given = {"email": person.email, "password": person.password, "display_name": person.display_name}
        reply = self._system.service(entry).post(REGISTER, json={**given, **self.told_of(who)})
        user = data(reply, 201)["user"]
        account = Account(person, str(user["id"]), entry)
        self._system.world.cleanup.add(
            f"deactivate the account of {person.display_name}",
            lambda: self._deactivate(who, account),
            order=Order.ACCOUNTS,
        )
        if who.role != user["role"]:
            data(self.root(who).put(f"{PEOPLE}/{account.id}/role", json={"role": who.role}))
        return account

    def deactivate(self, who: Persona) -> None:
        """Close somebody's account; one that is closed already stays so."""
        self._deactivate(who, self.of(who))

    def _deactivate(self, who: Persona, account: Account) -> None:
        data(self.root(who).post(f"{PEOPLE}/{account.id}/deactivate"))

    def change_role(self, who: Persona, role: str) -> None:
        """From now on, somebody has another role; the first admin says so."""
        data(self.root(who).put(f"{PEOPLE}/{self.of(who).id}/role", json={"role": role}))

    # Sessions

    def token(self, who: Persona) -> str:
        """The token of somebody's session; they sign in when it is first asked for."""
        if who.name not in self._tokens:
            self._tokens[who.name] = self.another_token(who)
        return self._tokens[who.name]

    def another_token(self, who: Persona) -> str:
        """The token of a further session of somebody; signed out with the scenario."""
        account = self.of(who)
        token = str(data(self._login(account.entry, account.person.email, account.person.password))["access_token"])
        client = self._system.service(account.entry, token, who.name)
        self._system.world.cleanup.add(f"sign out {who.name}", lambda: sign_out(client), order=Order.SESSIONS)
        return token

    def sign_in_all(self, people: Iterable[Persona]) -> None:
        """Have several people signed in, all at once: passwords are slow to work on, on purpose."""
        missing = [who for who in people if who.name not in self._tokens]
        for who in missing:
            self._system.world.person(who)
        if missing:
            self.root(missing[0])
            with ThreadPoolExecutor(len(missing)) as pool:
                list(pool.map(self.token, missing))

    def try_to_sign_in(self, email: str, password: str) -> Reply:
        """The answer to an e-mail and a password, whatever it is."""
        return self._login(self._first, email, password)

    def fail_to_sign_in(self, who: Persona) -> None:
        """Try to sign in as somebody, with a wrong password."""
        account = self.of(who)
        refused(self._login(account.entry, account.person.email, f"{account.person.password}-not"), 401)

    def end_session(self, token: str) -> None:
        """Have whoever has this token sign out."""
        sign_out(self._system.service(self._first, token))

    def as_(self, who: Persona, service: str = "") -> HttpClient:
        """A service as somebody reaches it; the one that they use, unless another is named."""
        return self._system.service(service or self.of(who).entry, self.token(who), who.name)

    @property
    def secrets(self) -> dict[str, str]:
        """What only the people of the scenario may know, each with what it is."""
        passwords = {one.person.password: f"the password of {name}" for name, one in self._accounts.items()}
        return passwords | {signature_of(token): f"the token of {name}" for name, token in self._tokens.items()}

    def root(self, who: Persona) -> HttpClient:
        """The platform as the administrator whom it is born with, and who is responsible for somebody."""
        given, address = self._system.platform.credentials, self._system.platform.url(self._first)
        email = given[self.admin_of(who)]
        token = _administrators.get((address, email))
        if token is None or self._system.service(self._first, token).get(ME).status == 401:
            token = str(data(self._login(self._first, email, given["admin_password"]))["access_token"])
            _administrators[address, email] = token
            admin = HttpClient(
                address,
                journal=Journal(0),
                correlation_id=self._system.world.correlation_id,
                authority=self._system.platform.authority,
                token=token,
            )
            AFTER_ALL.add("sign an administrator out", lambda: sign_out(admin))
        return self._system.service(self._first, token)

    def _login(self, entry: str, email: str, password: str) -> Reply:
        return self._system.service(entry).post(LOGIN, json={"email": email, "password": password})


class Peopled(System):
    """A platform whose people have accounts of this kind."""

    accounts: Accounts

    def token_of(self, who: Persona) -> str:
        return self.accounts.token(who)

    def another_token_of(self, who: Persona) -> str:
        return self.accounts.another_token(who)

    def end_session(self, token: str) -> None:
        self.accounts.end_session(token)

    def close_account(self, who: Persona) -> None:
        self.accounts.deactivate(who)

    def id_of(self, who: Persona) -> str:
        return self.accounts.of(who).id

    def change_role(self, admin: Persona, who: Persona, role: str) -> None:
        data(self.accounts.as_(admin).put(f"{PEOPLE}/{self.id_of(who)}/role", json={"role": role}))

    def secrets(self) -> Mapping[str, str]:
        return self.accounts.secrets

    def made(self, operation: Operation, thing: Mapping[str, Any], remove: Callable[[], object]) -> None:
        if operation.makes != "person_id":
            super().made(operation, thing, remove)
            return
        root, path = self.accounts.root(self.contract.person), f"{PEOPLE}/{thing['user']['id']}/deactivate"
        self.world.cleanup.add("close an account", lambda: root.post(path), order=Order.ACCOUNTS)

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        if operation.name == "GET /api/v1/people":
            return [Family(self, who).filling()]
        return super().fillings(operation, who)


class Family:
    """People of one name that nobody else has: a list of people that is somebody's own."""

    def __init__(self, system: Peopled, who: Persona) -> None:
        self._system, self._who = system, who
        self._name = f"Zwoelf-{system.world.data.mark}"
        self._chance = system.world.data.chance("people of a list")
        self._numbers = count(1)

    def filling(self) -> Filling:
        """Of `GET /api/v1/people`, as somebody is shown it who asks for the family."""
        return Filling(self._register, remove=self._close, asks={"q": self._name.upper()}, up_to=PAST_WHAT_IS_SHOWN)

    def _register(self, number: int) -> list[str]:
        return [
            self._one(f"{self._chance.choice('abcdefgHIJKLM')}{next(self._numbers)} {self._name}")
            for _ in range(number)
        ]

    def _one(self, name: str) -> str:
        accounts = self._system.accounts
        email = f"listed.{next(self._numbers)}.{self._system.world.data.mark}@people.test"
        body = {"email": email, "password": "long enough to be taken", "display_name": name}
        entry = self._system.service(accounts.of(self._who).entry)
        made = str(data(entry.post(REGISTER, json={**body, **accounts.told_of(self._who)}), 201)["user"]["id"])
        self._system.world.cleanup.add("close an account of a list", lambda: self._close(made), order=Order.ACCOUNTS)
        return made

    def _close(self, identity: str) -> None:
        data(self._system.accounts.root(self._who).post(f"{PEOPLE}/{identity}/deactivate"))


def sign_out(client: HttpClient) -> None:
    """End a session; one that is over already stays so."""
    reply = client.post(LOGOUT)
    if reply.status != 401:
        data(reply)
