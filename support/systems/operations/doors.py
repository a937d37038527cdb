"""Attacks on the doors of a platform: without a token, and with each kind of bad token."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to, greater_than, not_none

from support.clients.http import Reply
from support.clients.websocket import Refused, SocketClient
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems import tokens
from support.systems.answers import refused
from support.systems.contract import Contract
from support.systems.system import BEARER, SUBPROTOCOL, System

INTERNAL = "/internal/"
ALWAYS_OPEN = {"GET /health", "GET /metrics", "GET /openapi.json"}
SESSION_ENDED = 4401
"""Code with which a live connection is closed when its session has ended."""
LIVES = (2, 4, 8)
"""Seconds that a token is good for which expires while it is looked at: the first that suffices to use it."""
NOT_TAKEN = {400, 401}
"""Statuses of a token that is not taken for one: a wrong one, or one that nobody would send in this way."""
MADE_UP = str(uuid.UUID(int=0))


@dataclass(frozen=True)
class Operation:
    """One operation of a service, from its own description."""

    contract: Contract
    service: str
    method: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def internal(self) -> bool:
        return self.path.startswith(INTERNAL)

    @property
    def open(self) -> bool:
        """Whether it answers somebody without a token."""
        return self.name in ALWAYS_OPEN | self.contract.open.get(self.service, frozenset()) or self.sealed

    @property
    def sealed(self) -> bool:
        """Whether it answers whoever has an address that was signed."""
        return self.name in self.contract.sealed.get(self.service, ())

    @property
    def ends_session(self) -> bool:
        return self.name in self.contract.ending.get(self.service, ())

    @property
    def concrete_path(self) -> str:
        """The path with an id that belongs to nothing in every gap."""
        pieces = self.path.split("{")
        return pieces[0] + "".join(MADE_UP + piece.partition("}")[2] for piece in pieces[1:])


class Doors:
    """Whatever a platform's services offer, and who gets in."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._contract = system.contract
        self.answers: list[tuple[Operation, Reply]] = []
        self.token: str | None = None
        self._ends = 0
        self._showings: list[tuple[str, int]] = []
        """To whom which altered token was shown in which way, and the status of the answer; 101 is a connection."""
        self._opened: dict[str, SocketClient] = {}
        """Live connections that were opened with a token that is about to expire, by service."""

    def operations(self) -> Iterator[Operation]:
        for service in self._contract.services:
            description = self._system.service(service).get("/openapi.json").json()
            for path, methods in description["paths"].items():
                for method in methods:
                    yield Operation(self._contract, service, method.upper(), path)

    # Operations between services

    def show_altered_between(self) -> None:
        """Call an operation of each service that has any for services, with a good token in all its alterations."""
        secret = self._system.platform.credentials["service_secret"]
        first = {one.service: one for one in reversed(list(self.operations())) if one.internal}
        for service, operation in first.items():
            good = tokens.of_service(self._caller(service), service, secret)
            status = self._call_between(operation, good).status
            assert status != 401, f"{service} refuses {operation.name} with the right token"
            for what, token in tokens.alterations(good).items():
                self._showings.append((f"{service}, {what}", self._call_between(operation, token).status))

    def call_internal(self, kind: str) -> None:
        """Call every internal operation with this kind of token."""
        for operation in self.operations():
            if operation.internal:
                token = self._service_token(kind, operation.service)
                headers = {} if token is None else {"X-Service-Token": token}
                if kind == "the token of a person":
                    headers["Authorization"] = f"Bearer {token}"
                client = self._system.service(operation.service)
                reply = client.request(operation.method, operation.concrete_path, headers=headers, json={})
                self.answers.append((operation, reply))
        assert self.answers, "no service describes an operation between services"

    def check_refused(self) -> None:
        for operation, reply in self.answers:
            try:
                refusal = refused(reply, 401)
            except AssertionError as error:
                raise AssertionError(f"{operation.service} {operation.name}: {error}") from None
            assert not refusal.details, f"{operation.name} tells more than that it refuses: {refusal.details}"

    def check_not_refused_for_token(self) -> None:
        for operation, reply in self.answers:
            assert reply.status != 401, f"{operation.service} refuses {operation.name} with the right token"

    def _service_token(self, kind: str, audience: str) -> str | None:
        secret = self._system.platform.credentials["service_secret"]
        caller, other = self._caller(audience), next(one for one in self._contract.services if one != audience)
        good = tokens.of_service(caller, audience, secret)
        makers: dict[str, Callable[[], str | None]] = {
            "no token": lambda: None,
            "the right token": lambda: good,
            "the token of a person": lambda: self._system.token_of(self._contract.person),
            "a token for another service": lambda: tokens.of_service(caller, other, secret),
            "a token that has expired": lambda: tokens.expired(good, secret),
            "a token that was altered": lambda: tokens.altered(tokens.of_service(caller, other, secret), aud=audience),
            "a token that is not signed": lambda: tokens.unsigned(good),
            "a token signed by somebody else": lambda: tokens.signed_by_somebody_else(good),
        }
        return makers[kind]()

    def _caller(self, audience: str) -> str:
        """A service that may call another one: any but itself."""
        return next(one for one in self._contract.services if one != audience)

    def use_until_it_expires(self) -> None:
        """Call every operation between services with one token each, over and over, until it should have expired.

        The answers that count are those from a second after its end on.
        """
        internal = [operation for operation in self.operations() if operation.internal]
        used = [(operation, self._use_in_time(operation)) for operation in internal]
        ended = max(tokens.claims_of(token)["exp"] for _, token in used) + 1
        eventually(time.time, greater_than(ended), within=ended - time.time() + 2, what="the time")
        self.answers = [(operation, self._call_between(operation, token)) for operation, token in used]

    def _use_in_time(self, operation: Operation) -> str:
        """A token that was taken while it was good: for 2 s, or longer where the machine is too slow for that."""
        secret = self._system.platform.credentials["service_secret"]
        for seconds in LIVES:
            token = tokens.of_service(self._caller(operation.service), operation.service, secret, seconds)
            if self._call_between(operation, token).status != 401:
                return token
            if time.time() < tokens.claims_of(token)["exp"]:
                break
        raise AssertionError(f"{operation.service} refuses {operation.name} with the right token")

    def _call_between(self, operation: Operation, token: str) -> Reply:
        client = self._system.service(operation.service)
        headers = {"X-Service-Token": token}
        return client.request(operation.method, operation.concrete_path, headers=headers, json={})

    # Tokens of people

    def sign_in_for(self, who: Persona) -> None:
        """Open every live connection with a token of somebody that is about to expire.

        It is good for 2 s, or longer where the machine is too slow for that.
        """
        claims, secret = tokens.claims_of(self._system.token_of(who)), self._system.platform.credentials["jwt_secret"]
        for seconds in LIVES:
            self._ends = int(time.time()) + seconds
            try:
                self._opened = self.open_connections(tokens.signed({**claims, "exp": self._ends}, secret))
                return
            except Refused:
                if time.time() < self._ends or seconds == LIVES[-1]:
                    raise

    def check_closed_when_due(self) -> None:
        """Each connection lived until the token ended, and no longer than a second after it."""
        left = max(0.0, self._ends - time.time())
        check_connections_closed(self._opened, left + 1)
        for service, socket in self._opened.items():
            assert socket.closed is not None, "the check above has seen it closed"
            early = self._ends - socket.closed.at.timestamp()
            assert early < 0.5, f"{service} closed the connection {early:.1f} s before the token ended"

    def take_token(self, kind: str) -> None:
        """Get hold of a token of this kind that looks like somebody's."""
        good = self._system.token_of(self._contract.person)
        given = self._system.platform.credentials
        makers: dict[str, Callable[[], str | None]] = {
            "no token": lambda: None,
            "a token that has expired": lambda: tokens.expired(good, given["jwt_secret"]),
            "a token that was altered": lambda: tokens.altered(good, role="admin"),
            "a token that is not signed": lambda: tokens.unsigned(good),
            "a token signed by somebody else": lambda: tokens.signed_by_somebody_else(good),
            "the token of a service": lambda: self._service_token("the right token", self._contract.services[1]),
        }
        self.token = makers[kind]()

    def check_token_refused(self) -> None:
        """Every operation that needs a person refuses the token, and so does every socket, however it is shown."""
        for operation, reply in self.answers:
            if not operation.open and not operation.internal:
                assert reply.status == 401, (
                    f"{operation.service} {operation.name} answered {reply.status}: {reply.text}"
                )
        self.check_sockets_refused(self.token)

    def show_altered(self, who: Persona) -> None:
        """Show somebody's token to every service in all its alterations, in each way a service takes one.

        Shown as it is, it has to be taken in the same way, or nothing would be known.
        """
        good = self._system.token_of(who)
        for where, show in self._ways():
            assert show(good) < 400, f"{where} refuses the token as it was given"
            self._showings += [(f"{where}, {what}", show(token)) for what, token in tokens.alterations(good).items()]

    def check_altered_refused(self) -> None:
        """Not one was taken for the token that it was made of."""
        assert self._showings, "no token was shown"
        taken = [what for what, status in self._showings if status not in NOT_TAKEN]
        assert not taken, f"{len(taken)} of {len(self._showings)} altered tokens were taken: {'; '.join(taken)}"

    def _ways(self) -> Iterator[tuple[str, Callable[[str], int]]]:
        """To whom a token can be shown and how, and what does it: from a token to the status of the answer."""
        for service, path in self._contract.entries.items():
            yield f"{service}, in a header", partial(self._show, service, path, "Authorization", "Bearer ")
        for service, cookie in self._contract.cookies.items():
            path = self._contract.entries[service]
            yield f"{service}, in a cookie", partial(self._show, service, path, "Cookie", f"{cookie}=")
        for service in self._contract.sockets:
            yield f"{service}, live, in a header", partial(self._knock, service, "Authorization", "Bearer ")
            # Not as `subprotocols`: our client sends none that breaks the rules, as somebody else might.
            yield f"{service}, live, in a subprotocol", partial(self._knock, service, SUBPROTOCOL, BEARER)

    def _show(self, service: str, path: str, header: str, before: str, token: str) -> int:
        return self._system.service(service).get(path, headers={header: before + token}).status

    def _knock(self, service: str, header: str, before: str, token: str) -> int:
        try:
            self._system.socket(service, None, headers={header: before + token}).close()
        except Refused as refusal:
            return refusal.status
        return 101

    def open_connections(self, token: str) -> dict[str, SocketClient]:
        """A live connection to each service that has any, with this token."""
        return {service: self._system.socket(service, token) for service in self._contract.sockets}

    def check_sockets_refused(self, token: str | None) -> None:
        """No live connection opens with this token, whether it is shown as programs do or as browsers do."""
        for service in self._contract.sockets:
            for as_browser in (False, True):
                try:
                    socket = self._system.socket(service, token, as_browser=as_browser)
                except Refused as refusal:
                    assert_that(refusal.status, equal_to(401), f"how {service} refuses the connection")
                else:
                    socket.close()
                    way = "as browsers show it" if as_browser else "as programs show it"
                    raise AssertionError(f"{service} opened a live connection for a token that is not good, {way}")

    def call_everything(self, token: str | None = None) -> None:
        """Call every operation that any service describes, with this token or with none at all."""
        for operation in self.operations():
            client = self._system.service(operation.service, token)
            needs_body = operation.method in ("POST", "PUT", "PATCH")
            request: dict[str, Any] = {"json": {}} if needs_body else {}
            self.answers.append((operation, client.request(operation.method, operation.concrete_path, **request)))

    def check_only_open_answer(self) -> None:
        shut = [
            f"{operation.service} {operation.name} answered {reply.status}"
            for operation, reply in self.answers
            if not operation.open and reply.status != 401
        ]
        assert not shut, "without a token: " + "; ".join(shut)
        away = [
            f"{operation.service} {operation.name}"
            for operation, reply in self.answers
            if operation.open and reply.status in (401, 404, 405, 500) and not operation.sealed
        ]
        assert not away, "meant for everybody, and not answered: " + ", ".join(away)


def check_connections_closed(connections: Mapping[str, SocketClient], limit: float) -> None:
    """Each of these connections is closed within so many seconds, because its session has ended."""
    for service, socket in connections.items():
        closed = eventually(
            partial(getattr, socket, "closed"),
            not_none(),
            within=limit,
            what=f"how the connection to {service} ended",
        )
        assert_that(closed.code, equal_to(SESSION_ENDED), f"the code with which {service} closed it")
