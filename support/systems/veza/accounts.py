"""People of a scenario on Veza: their accounts, their devices, and what is stored of their sessions."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import Any

from hamcrest import any_of, assert_that, equal_to, greater_than_or_equal_to, has_entries, has_length

from support.clients.http import TIMEOUT, HttpClient, Reply
from support.clients.websocket import SocketClient
from support.evidence.journal import Journal
from support.observing.measuring import Sample
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.scenario.cleanup import AFTER_ALL, Order
from support.scenario.people import Person, Persona
from support.systems.answers import data, refused
from support.systems.operations.doors import Doors, check_connections_closed
from support.systems.operations.keys import Key
from support.systems.system import System
from support.systems.tokens import claims_of, signature_of
from support.systems.veza.contract import ENTRIES, SERVICES
from support.systems.veza.operations import CHATS
from support.systems.veza.people import EVERYBODY

DISRUPTS = "disrupts.veza"
CONNECTED_BY = "/api/health"
"""What takes web a few milliseconds to answer, so that people who ask at once have a connection each."""
LOGIN = "/api/auth/login"
SIGNED_OUT_WITHIN = 3.0
"""Seconds in which somebody must have been signed out in the end, should web be unable to at first."""
UNLESS_TOLD = 28_800
"""Seconds for which a session lasts, unless backend-api is told otherwise."""
REMEMBERED = 3600.0
"""Seconds for which it is remembered whose a session is."""
_administrators: dict[str, str] = {}
"""Token of the platform's own administrator by address of web: signed in once per process, not per scenario."""


@dataclass(frozen=True)
class Account:
    """Somebody's account, and what they sign in with."""

    person: Person
    id: str
    role: str


@dataclass
class Device:
    """Somebody signed in on one device."""

    account: Account
    token: str
    clients: dict[str, HttpClient]
    chat: str = CHATS[0]
    """The instance of chat-server that it uses."""
    connections: dict[str, SocketClient] = field(default_factory=dict)

    @property
    def session_id(self) -> str:
        return str(claims_of(self.token)["sid"])

    def on(self, service: str) -> HttpClient:
        """The service as this device reaches it, with its token; of chat-server its own instance."""
        return self.clients[self.chat if service == CHATS[0] else service]


@dataclass(frozen=True)
class Try:
    """One try to sign in, and what came of it."""

    reply: Reply

    @property
    def wait_seconds(self) -> float | None:
        """How long the answer says to wait; None when it says nothing of waiting."""
        if self.reply.status != 429:
            return None
        return float(self.reply.headers["retry-after"])

    @property
    def answer(self) -> dict[str, Any]:
        """Everything in the answer that could tell one reason from another."""
        body = self.reply.json()
        told = {key: value for key, value in body.items() if key not in ("timestamp", "request_id")}
        ignored = ("date", "x-correlation-id")
        headers = {key: value for key, value in self.reply.headers.items() if key.lower() not in ignored}
        return {"status": self.reply.status, "body": told, "headers": headers}


class Accounts:
    """Makes accounts at their first mention and signs people in at their first act."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.shared = AFTER_ALL
        """What undoes the signing in of the platform's own administrator."""
        self.elsewhere: Callable[[Persona], list[str]] = lambda who: []
        """Tokens of somebody that were not given to the suite, but to a browser."""
        self._accounts: dict[str, Account] = {}
        self._devices: dict[tuple[str, str], Device] = {}
        self._turns = cycle(CHATS)
        self._chosen: dict[str, str] = {}
        """By person, the instance of chat-server that the scenario has them use."""
        self.tries: list[Try] = []
        """Every try to sign in that the scenario spoke of, oldest first."""
        self.parts: dict[str, Sample] = {}
        """Seconds that each part of signing in took, or each kind of refusal, by its name."""
        self.signed_in: list[tuple[Persona, Try, Device]] = []
        """Who signed in at the same moment as others, what they were answered, and the device they have since."""

    def of(self, who: Persona) -> Account:
        """Somebody's account; made, with the role of the persona, when first asked for."""
        if who.name not in self._accounts:
            self.make(who, self._system.world.person(who))
        return self._accounts[who.name]

    def chat(self, who: Persona, device: str = "laptop") -> str:
        """The instance of chat-server that somebody uses on a device.

        Laptops use them in turn, Lina's the first and Arno's the second, and whatever else people have the last one: so
        two devices of one person are on different instances, or on the same one, by who it is. All use the first where
        something is done to the parts of Veza, so that what befalls it befalls everybody.
        """
        if who.name in self._chosen:
            return self._chosen[who.name]
        if DISRUPTS in self._system.world.tags:
            return CHATS[0]
        if device != "laptop" or who not in EVERYBODY:
            return CHATS[-1]
        return CHATS[EVERYBODY.index(who) % len(CHATS)]

    def use(self, who: Persona, chat: str) -> None:
        """Have somebody use this instance of chat-server from now on, on every device."""
        assert chat in CHATS, f"{chat} is no chat-server"
        self._chosen[who.name] = chat
        for (name, _), device in self._devices.items():
            if name == who.name:
                device.chat = chat

    def make(self, who: Persona, person: Person) -> None:
        """Make somebody's account, with what this person signs in with; it is closed with the scenario."""
        given = {"email": person.email, "password": person.password, "display_name": person.display_name}
        reply = self._system.service("web").post("/api/auth/register", json=given)
        account = Account(person, data(reply, 201)["user"]["id"], who.role)
        self._accounts[who.name] = account
        self._system.world.cleanup.add(
            f"deactivate the account of {person.display_name}",
            lambda: self.deactivate(account),
            order=Order.ACCOUNTS,
        )
        if who.role != "listener":
            self.change_role(self.root(), account, who.role)

    def make_all(self, people: Iterable[Persona]) -> None:
        """Have several people's accounts made, all at once: passwords are slow to work on, on purpose."""
        missing = [who for who in people if who.name not in self._accounts]
        for who in missing:
            self._system.world.person(who)
        if any(who.role != "listener" for who in missing):
            self.root()
        if missing:
            with ThreadPoolExecutor(len(missing)) as pool:
                list(pool.map(self.of, missing))

    def sign_in_all(self, people: Iterable[Persona]) -> None:
        """Have several people signed in on their laptops, all at once."""
        missing = [who for who in people if (who.name, "laptop") not in self._devices]
        self.make_all(missing)
        if missing:
            with ThreadPoolExecutor(len(missing)) as pool:
                list(pool.map(self.device, missing))

    def name_of(self, identity: str) -> str:
        """The name of the persona whose account this is; the id itself for anybody else."""
        return next((name for name, account in self._accounts.items() if account.id == identity), identity)

    def check_named(self, told: dict[str, Any], what: str) -> None:
        """Whoever is told of, `{id, name}`, is called as they call themselves; nothing is known of strangers."""
        known = next((one.person for one in self._accounts.values() if one.id == told["id"]), None)
        if known is not None:
            assert_that(told, equal_to({"id": told["id"], "name": known.display_name}), what)

    @property
    def secrets(self) -> dict[str, str]:
        """What only the people of the scenario may know, each with what it is: passwords, signatures of tokens."""
        passwords = {one.person.password: f"the password of {name}" for name, one in self._accounts.items()}
        devices = self._devices.items()
        return passwords | {signature_of(one.token): f"the token of {name}" for (name, _), one in devices}

    def change_role(self, admin: HttpClient, account: Account, role: str) -> None:
        data(admin.put(f"/api/v1/admin/people/{account.id}/role", json={"role": role}))

    def deactivate(self, account: Account) -> None:
        """An account that is deactivated already stays so."""
        data(self.root().post(f"/api/v1/admin/people/{account.id}/deactivate"))

    def device(self, who: Persona, name: str = "laptop") -> Device:
        """Somebody's device; they sign in on it when it is first asked for."""
        if (who.name, name) not in self._devices:
            self.sign_in(who, name)
        return self._devices[who.name, name]

    def devices(self, who: Persona) -> dict[str, Device]:
        """Every device on which somebody has signed in, by its name; the laptop at least."""
        self.device(who)
        return {name: device for (owner, name), device in self._devices.items() if owner == who.name}

    def as_(self, who: Persona, service: str, device: str = "laptop") -> HttpClient:
        """A service as somebody reaches it from one of their devices."""
        return self.device(who, device).on(service)

    def moderating(self, who: Persona) -> HttpClient:
        """chat-server as somebody reaches it who asks another instance each time: for what may be asked of any."""
        device = self.device(who)
        return device.clients[device.chat if DISRUPTS in self._system.world.tags else next(self._turns)]

    def root(self) -> HttpClient:
        """backend-api as the administrator that every deployment of Veza is born with."""
        web = self._system.platform.url("web")
        token = _administrators.get(web)
        if token is None or self._system.service("backend-api", token).get("/api/v1/users/me").status == 401:
            given = self._system.platform.credentials
            body = {"email": given["admin_email"], "password": given["admin_password"]}
            token = str(data(self._system.service("web").post(LOGIN, json=body))["access_token"])
            _administrators[web] = token
            admin = HttpClient(
                web,
                journal=Journal(0),
                correlation_id=self._system.world.correlation_id,
                authority=self._system.platform.authority,
                token=token,
            )
            self.shared.add("sign the administrator out", lambda: sign_out(admin))
        return self._system.service("backend-api", token)

    def sign_in(self, who: Persona, name: str = "laptop") -> Device:
        attempt = self.attempt_as(who)
        self._devices[who.name, name] = self._admitted(who, attempt, name)
        return self._devices[who.name, name]

    def adopt(self, who: Persona, token: str) -> None:
        """Somebody goes on with a token that they were given otherwise than by `sign_in`."""
        self._devices[who.name, "laptop"] = self._device(self.of(who), token, self.chat(who))

    def _admitted(self, who: Persona, attempt: Try, name: str = "laptop") -> Device:
        """The device on which somebody was let in; they are signed out there with the scenario."""
        return self._device(self.of(who), str(data(attempt.reply)["access_token"]), self.chat(who, name))

    def _device(self, account: Account, token: str, chat: str) -> Device:
        """A device with this token; signed out there with the scenario."""
        device = Device(
            account, token, {name: self._system.service(name, token, account.person.name) for name in SERVICES}, chat
        )
        self._system.world.cleanup.add(
            f"sign out {account.person.display_name}",
            lambda: sign_out(device.on("web")),
            order=Order.SESSIONS,
        )
        return device

    def sign_in_at_once(self, people: Sequence[Persona], times: int) -> None:
        """Have several people sign in at the same moment, so many times.

        Each has a connection before: opening four takes as long as signing in does, and then no two are let in at once.
        """
        self.make_all(people)
        for _ in range(times):
            at_the_same_time([partial(self._system.service("web").get, CONNECTED_BY) for _ in people])
            attempts = at_the_same_time([partial(self.attempt_as, who) for who in people])
            for who, attempt in zip(people, attempts, strict=True):
                self.signed_in.append((who, attempt, self._admitted(who, attempt)))

    def check_signed_in_as_themselves(self) -> None:
        """What each was answered, the token they got, and web when shown it, all name them and nobody else."""
        sessions = {device.session_id for _, _, device in self.signed_in}
        count = len(self.signed_in)
        for number, (who, attempt, device) in enumerate(self.signed_in, 1):
            claims = claims_of(device.token)
            session = data(device.on("web").get(ENTRIES["web"]))
            taken_for = {
                "the answer": data(attempt.reply)["user"]["id"],
                "the token": claims["sub"],
                "web": session["user"]["id"],
            }
            told = {by: self.name_of(identity) for by, identity in taken_for.items()}
            told["the name in the token"] = claims["name"].partition(" ")[0]
            told["the role in the token"] = claims["role"]
            expected = {**dict.fromkeys(told, who.name), "the role in the token": who.role}
            assert_that(told, equal_to(expected), f"who {who.name} is signed in as, in sign-in {number} of {count}")
        assert_that(len(sessions), equal_to(count), "how many sessions were opened")

    def sign_out(self, who: Persona, name: str = "laptop") -> None:
        data(self.device(who, name).on("web").post("/api/auth/logout"))

    def attempt(self, email: str, password: str, timeout: float = TIMEOUT) -> Try:
        """Try to sign in with whatever is given, and wait so many seconds for an answer."""
        given = {"email": email, "password": password}
        reply = self._system.service("web").post(LOGIN, json=given, timeout=timeout)
        self.tries.append(Try(reply))
        return self.tries[-1]

    def attempt_as(self, who: Persona, timeout: float = TIMEOUT) -> Try:
        person = self.of(who).person
        return self.attempt(person.email, person.password, timeout)

    def sign_in_in_parts(self, who: Persona) -> None:
        """Sign in once, and note how long each part took."""
        account = self.of(who)
        web = self._system.service("web")
        reply = self.attempt(account.person.email, account.person.password).reply
        token = str(data(reply)["access_token"])
        self.note("web checks the e-mail and password", reply.elapsed)
        cookie = reply.headers["set-cookie"].partition(";")[0]
        kept = web.get("/api/session", headers={"Cookie": cookie})
        assert_that(data(kept)["access_token"], equal_to(token), "the token that web keeps")
        self.note("web keeps the session", kept.elapsed)

    def note_session_times(self, times: int) -> None:
        """From the log of backend-api: how long each of the last so many sessions took to open."""

        def logged() -> list[float]:
            return [
                line["milliseconds"] / 1000
                for line in self._system.log("backend-api")
                if line.get("message") == "POST /internal/sessions"
            ]

        found = eventually(
            logged,
            has_length(greater_than_or_equal_to(times)),
            within=2,
            what="the sessions that were logged",
        )
        for seconds in found[-times:]:
            self.note("backend-api opens the session", seconds)

    def note(self, part: str, seconds: float) -> None:
        """Note how long a part of signing in took, or a kind of refusal."""
        self.parts.setdefault(part, Sample()).add(seconds)

    def check_session_ends(self, within_seconds: float) -> None:
        """The answer to the last sign-in, and the token itself, say when the session ends: soon enough."""
        answer = data(self.tries[-1].reply)
        claims = claims_of(answer["access_token"])
        assert 0 < answer["expires_in"] <= within_seconds, f"the session lasts {answer['expires_in']} s"
        if "trial" in self._system.platform.capabilities:  # else whoever operates it may have told it otherwise
            assert_that(answer["expires_in"], equal_to(UNLESS_TOLD), "the seconds for which a session lasts")
        left = claims["exp"] - time.time()
        assert abs(left - answer["expires_in"]) < 5, f"told {answer['expires_in']} s, the token has {left:.0f} s"
        if self._system.database is not None:
            asked = "SELECT extract(epoch FROM expires_at)::float AS over FROM backend.sessions WHERE id = %s::uuid"
            ((over,),) = (row.values() for row in self._system.database.rows(asked, (claims["sid"],)))
            assert abs(over - claims["exp"]) < 5, f"the session ends {claims['exp'] - over:.0f} s before its token"
        self._check_remembered(answer["user"], str(claims["sid"]), min(REMEMBERED, answer["expires_in"]))

    def _check_remembered(self, user: dict[str, Any], session_id: str, lasts: float) -> None:
        """The cache knows whose session it is, as they are, for so many seconds."""
        if (cache := self._system.cache) is None:
            return
        key = f"user_session:{session_id}"
        wanted = {"user_id": user["id"], "name": user["display_name"], "role": user["role"], "session_id": session_id}
        eventually(
            lambda: json.loads(cache.get(key) or "{}"),
            has_entries(wanted),
            within=2,
            what="whose session it is, as the cache has it",
        )
        left = cache.ttl(key)
        assert left is not None and lasts - 60 < left <= lasts, f"a session is remembered for {left} s, not {lasts:g}"

    # What is stored

    def live_sessions(self, who: Persona) -> int:
        """How many sessions of somebody live, where the suite may look into the database and the cache.

        The cache must hold no session that has ended. Where the database may not be looked into, the sessions
        are those that this scenario was given, and that web still lets in.
        """
        account = self.of(who)
        if self._system.database is None:
            given = {device.token for (name, _), device in self._devices.items() if name == who.name}
            given |= {str(data(tried.reply)["access_token"]) for tried in self.tries if tried.reply.status == 200}
            given |= set(self.elsewhere(who))
            own = [token for token in given if claims_of(token)["sub"] == account.id]
            return sum(self._system.service("web", token).get(ENTRIES["web"]).status == 200 for token in own)
        rows = self._system.database.rows(
            "SELECT id::text AS id, ended_at IS NULL AND expires_at > now() AS live"
            " FROM backend.sessions WHERE person_id = %s::uuid",
            (account.id,),
        )
        if self._system.cache is not None:
            kept = [
                row["id"] for row in rows if not row["live"] and self._system.cache.exists(f"user_session:{row['id']}")
            ]
            assert not kept, f"ended sessions of {who.name} are still in the cache: {kept}"
        return sum(bool(row["live"]) for row in rows)

    # Doors

    def check_let_in(self, device: Device) -> None:
        """Every service answers, as to this person; both sockets open."""
        for service, path in ENTRIES.items():
            answer = data(device.clients[service].get(path))
            if service == "backend-api":
                assert_that(answer["id"], equal_to(device.account.id), "who backend-api takes them for")
            if service == "web":
                assert_that(answer["user"]["id"], equal_to(device.account.id), "who web takes them for")
        for service in self._system.contract.sockets:
            socket = self._system.socket(service, device.token)
            socket.send({"type": "Ping", "command_id": "let-in"})
            eventually(
                partial(_answers, socket),
                equal_to(True),
                within=2,
                what=f"whether {service} answers {device.account.person.display_name} on a live connection",
            )
            socket.close()

    def check_refused(self, token: str | None) -> None:
        """Every service refuses this token with 401, sockets included."""
        for service, path in ENTRIES.items():
            reply = self._system.service(service, token).get(path)
            assert_that(reply.status, equal_to(401), f"the status with which {service} answers to a bad token")
            refused(reply, 401)
        self._system.part(Doors).check_sockets_refused(Key("that is not good", token))

    def open_connections(self, device: Device) -> None:
        device.connections = self._system.part(Doors).open_connections(device.token)

    def check_connections_closed(self, devices: Iterable[Device], limit: float) -> None:
        connections = {
            f"{name} ({device.session_id})": one for device in devices for name, one in device.connections.items()
        }
        assert connections, "nobody had a live connection"
        check_connections_closed(connections, limit)

    def check_unknown(self, who: Persona) -> None:
        """Neither the password nor the session of somebody is good for anything."""
        device = self.device(who)
        assert_that(self.attempt_as(who).reply.status, equal_to(401), f"the answer to {who.name} signing in")
        self.check_refused(device.token)


def sign_out(web: HttpClient) -> None:
    """End the session of whoever this client is, unless it has ended already."""
    eventually(
        lambda: web.post("/api/auth/logout").status,
        any_of(200, 401),
        within=SIGNED_OUT_WITHIN,
        what="the answer to signing out",
    )


def _answers(socket: SocketClient) -> bool:
    return any(frame.data.get("type") in ("Pong", "CommandResponse") for frame in socket.frames)
