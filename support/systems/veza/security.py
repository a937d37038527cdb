"""Attacks on the doors of Veza: without TLS, without a token, with each kind of bad token."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from support.clients.http import Reply
from support.clients.tls import handshake
from support.clients.unreachable import Unreachable
from support.people import Persona
from support.systems import tokens
from support.systems.veza.accounts import SERVICES
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

    # Tokens of people

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
        self._veza.accounts.check_refused(self.token)

    def call_everything(self) -> None:
        """Call every operation that any service describes, with no token at all."""
        for operation in self.operations():
            client = self._veza.service(operation.service)
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
