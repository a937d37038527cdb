"""Attacks on the doors of Veza: without TLS, without a token, with each kind of bad token."""

from __future__ import annotations

import ssl
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hamcrest import greater_than

from support.clients.http import Reply
from support.clients.tls import handshake
from support.clients.unreachable import Unreachable
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems import tokens
from support.systems.veza.accounts import SERVICES, SOCKETS
from support.systems.veza.answers import refused

if TYPE_CHECKING:
    from support.systems.veza import Veza

INTERNAL = "/internal/"
OPEN_TO_EVERYBODY = {
    "web": {
        "GET /",
        "GET /sign-in",
        "GET /dashboard",
        "GET /conversations",
        "GET /conversations/{conversation_id}",
        "GET /playlists",
        "GET /playlists/{playlist_id}",
        "POST /api/auth/login",
        "POST /api/auth/register",
        "GET /api/health",
    },
    "stream-server": {"GET /stream/{track_id}/{quality}.mp3", "HEAD /stream/{track_id}/{quality}.mp3"},
}
"""What somebody without a token may ask for, beside the health and the metrics of each service."""
ALWAYS_OPEN = {"GET /health", "GET /metrics", "GET /openapi.json"}
MADE_UP = str(uuid.UUID(int=0))


@dataclass(frozen=True)
class Operation:
    """One operation of a service, from its own description."""

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
        return self.name in ALWAYS_OPEN or self.name in OPEN_TO_EVERYBODY.get(self.service, set())

    @property
    def concrete_path(self) -> str:
        """The path with an id that belongs to nothing in every gap."""
        pieces = self.path.split("{")
        return pieces[0] + "".join(MADE_UP + piece.partition("}")[2] for piece in pieces[1:])


class Security:
    def __init__(self, veza: Veza) -> None:
        self._veza = veza
        self.answers: list[tuple[Operation, Reply]] = []
        self.token: str | None = None
        self._ends = 0

    def operations(self) -> Iterator[Operation]:
        for service in SERVICES:
            description = self._veza.service(service).get("/openapi.json").json()
            for path, methods in description["paths"].items():
                for method in methods:
                    yield Operation(service, method.upper(), path)

    # Operations between services

    def call_internal(self, kind: str) -> None:
        """Call every internal operation with this kind of token."""
        for operation in self.operations():
            if operation.internal:
                token = self._service_token(kind, operation.service)
                headers = {} if token is None else {"X-Service-Token": token}
                if kind == "the token of a person":
                    headers["Authorization"] = f"Bearer {token}"
                client = self._veza.service(operation.service)
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
        secret = self._veza.platform.credentials["service_secret"]
        caller = "web" if audience != "web" else "backend-api"
        good = tokens.of_service(caller, audience, secret)
        other = next(name for name in SERVICES if name != audience)
        makers: dict[str, Callable[[], str | None]] = {
            "no token": lambda: None,
            "the right token": lambda: good,
            "the token of a person": lambda: self._veza.accounts.device(Persona("Lina", "listener")).token,
            "a token for another service": lambda: tokens.of_service(caller, other, secret),
            "a token that has expired": lambda: tokens.expired(good, secret),
            "a token that was altered": lambda: tokens.altered(tokens.of_service(caller, other, secret), aud=audience),
            "a token that is not signed": lambda: tokens.unsigned(good),
            "a token signed by somebody else": lambda: tokens.signed_by_somebody_else(good),
        }
        return makers[kind]()

    def use_until_it_expires(self) -> None:
        """Call every operation between services with one token each, over and over, until it should have expired.

        The answers that count are those from a second after its end on.
        """
        secret = self._veza.platform.credentials["service_secret"]
        used: list[tuple[Operation, str]] = []
        for operation in self.operations():
            if operation.internal:
                caller = "web" if operation.service != "web" else "backend-api"
                used.append((operation, tokens.of_service(caller, operation.service, secret, seconds=2)))
        for operation, token in used:
            reply = self._call_between(operation, token)
            assert reply.status != 401, f"{operation.service} refuses {operation.name} with the right token"
        ended = time.time() + 2
        eventually(time.time, greater_than(ended), within=4, what="the time")
        self.answers = [(operation, self._call_between(operation, token)) for operation, token in used]

    def _call_between(self, operation: Operation, token: str) -> Reply:
        client = self._veza.service(operation.service)
        headers = {"X-Service-Token": token}
        return client.request(operation.method, operation.concrete_path, headers=headers, json={})

    # Tokens of people

    def sign_in_for(self, who: Persona, seconds: int) -> None:
        """Open every live connection with a token of somebody that is good for so many seconds."""
        device = self._veza.accounts.device(who)
        self._ends = int(time.time()) + seconds
        claims = {**tokens.claims_of(device.token), "exp": self._ends}
        token = tokens.signed(claims, self._veza.platform.credentials["jwt_secret"])
        device.connections = {service: self._veza.socket(service, token) for service in SOCKETS}

    def check_closed_when_due(self, who: Persona) -> None:
        """Each connection lived until the token ended, and no longer than a second after it."""
        device = self._veza.accounts.device(who)
        left = max(0.0, self._ends - time.time())
        self._veza.accounts.check_connections_closed(device, left + 1)
        for service, socket in device.connections.items():
            assert socket.closed is not None, "the check above has seen it closed"
            early = self._ends - socket.closed.at.timestamp()
            assert early < 0.5, f"{service} closed the connection {early:.1f} s before the token ended"

    def take_token(self, kind: str, who: Persona) -> None:
        """Get hold of a token of this kind that looks like somebody's."""
        good = self._veza.accounts.device(who).token
        given = self._veza.platform.credentials
        makers: dict[str, Callable[[], str | None]] = {
            "no token": lambda: None,
            "a token that has expired": lambda: tokens.expired(good, given["jwt_secret"]),
            "a token that was altered": lambda: tokens.altered(good, role="admin"),
            "a token that is not signed": lambda: tokens.unsigned(good),
            "a token signed by somebody else": lambda: tokens.signed_by_somebody_else(good),
            "the token of a service": lambda: tokens.of_service("web", "backend-api", given["service_secret"]),
        }
        self.token = makers[kind]()

    def check_token_refused(self) -> None:
        """Every operation that needs a person refuses the token, and so does every socket, however it is shown."""
        for operation, reply in self.answers:
            if not operation.open and not operation.internal:
                assert reply.status == 401, (
                    f"{operation.service} {operation.name} answered {reply.status}: {reply.text}"
                )
        self._veza.accounts.check_sockets_refused(self.token)

    def call_everything(self, token: str | None = None) -> None:
        """Call every operation that any service describes, with this token or with none at all."""
        for operation in self.operations():
            client = self._veza.service(operation.service, token)
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
            if operation.open and reply.status in (401, 404, 405, 500) and not operation.path.startswith("/stream/")
        ]
        assert not away, "meant for everybody, and not answered: " + ", ".join(away)

    # TLS

    def check_certificates(self) -> None:
        """Each service shows a certificate from the platform's authority, for its name, valid for a while yet."""
        for service in SERVICES:
            shown = handshake(self._veza.platform.url(service), self._veza.platform.authority)
            left = shown.valid_until - datetime.now(UTC)
            assert left > timedelta(days=1), f"the certificate of {service} ends at {shown.valid_until}"

    def check_nothing_in_the_clear(self) -> None:
        for service in SERVICES:
            address = self._veza.platform.url(service).replace("https://", "http://")
            client = self._veza.service(service)
            try:
                reply = client.with_token(None).get(f"{address}/health", timeout=2)
            except Unreachable:
                continue
            location = reply.headers.get("location", "")
            told_to_use_tls = reply.status in (301, 308) and location.startswith("https://")
            assert told_to_use_tls, f"{service} answers in the clear: {reply.status} {reply.text[:100]!r}"

    def check_no_old_versions(self) -> None:
        old = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
        for service in SERVICES:
            url, authority = self._veza.platform.url(service), self._veza.platform.authority
            for version in old:
                try:
                    shown = handshake(url, authority, at_most=version)
                except (ssl.SSLError, ConnectionResetError):
                    continue
                raise AssertionError(f"{service} speaks {shown.protocol}")
