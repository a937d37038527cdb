"""What the beginnings of platforms have in common: where a platform is, its people, and how one is told of them.

`python -m platforms.<platform>.beginning` puts something to look at into a platform, through its own doors. It reads
from standard input where that is, `{"urls": {service: url}, "authority": PEM file or null, "credentials": {name:
value}}`, and writes where to look around, and as whom.
"""

from __future__ import annotations

import json
import secrets
import ssl
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    id: str
    email: str
    password: str
    token: str

    def told(self, role: str) -> str:
        """The line that says as whom one may sign in."""
        return f"    {role:<10} {self.email:<28} {self.password}"


@dataclass(frozen=True)
class Where:
    """Where a platform is, and what it was given."""

    urls: Mapping[str, str]
    authority: str | None
    credentials: Mapping[str, str]

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority)

    def client(self, service: str, token: str = "", **headers: str) -> httpx.Client:
        """A service, as somebody with this token reaches it."""
        given = headers | ({"Authorization": f"Bearer {token}"} if token else {})
        return httpx.Client(base_url=self.urls[service], verify=self.trust, headers=given, timeout=30, trust_env=False)

    def admin(self, service: str) -> Account:
        """The first admin, whom every deployment is born with; signed in at this service."""
        email, password = self.credentials["admin_email"], self.credentials["admin_password"]
        return self._signed_in(service, email, password)

    def register(self, service: str, name: str, email: str) -> Account:
        """Somebody new, with a password that nobody knows yet; signed in."""
        password = secrets.token_urlsafe(9)
        given = {"email": email, "password": password, "display_name": name}
        done(self.client(service).post("/api/auth/register", json=given))
        return self._signed_in(service, email, password)

    def give_role(self, service: str, admin: Account, who: Account, role: str) -> None:
        path = f"/api/v1/admin/people/{who.id}/role"
        done(self.client(service, admin.token).put(path, json={"role": role}))

    def _signed_in(self, service: str, email: str, password: str) -> Account:
        told = done(self.client(service).post("/api/auth/login", json={"email": email, "password": password}))
        return Account(told["user"]["id"], email, password, told["access_token"])


def done(reply: httpx.Response) -> Any:
    """What a service answered; `httpx.HTTPStatusError` when it refused."""
    reply.raise_for_status()
    return reply.json()["data"]


def run(begin: Callable[[Where], list[str]]) -> None:
    """Make all of it where standard input says, and write the lines that say how to look around."""
    print("\n".join(begin(Where(**json.load(sys.stdin)))))
