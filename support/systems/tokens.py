"""JSON Web Tokens as an attacker or an operator makes them: good ones, and each kind of bad one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import jwt

NOBODYS_SECRET = "a secret that is not the one of any platform"


def signed(claims: Mapping[str, Any], secret: str) -> str:
    """A token signed with HS256."""
    return jwt.encode(dict(claims), secret, algorithm="HS256")


def of_service(caller: str, audience: str, secret: str, seconds: int = 60) -> str:
    """A token with which one service calls another, good for so many seconds."""
    now = int(time.time())
    return signed({"iss": caller, "aud": audience, "iat": now, "exp": now + seconds}, secret)


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, without asking whether it is true."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def signature_of(token: str) -> str:
    """The part of a token that nobody can guess; with the rest, which is no secret, it lets one in."""
    return token.rpartition(".")[2]


def expired(token: str, secret: str, seconds_ago: int = 1) -> str:
    """The same token, rightly signed, that ended so long ago."""
    now = int(time.time())
    return signed({**claims_of(token), "iat": now - 3_600, "exp": now - seconds_ago}, secret)


def altered(token: str, **changes: Any) -> str:
    """Other claims under the signature of this token."""
    other = signed({**claims_of(token), **changes}, NOBODYS_SECRET)
    return f"{other.rpartition('.')[0]}.{signature_of(token)}"


def unsigned(token: str) -> str:
    """The same claims in a token that says it needs no signature."""
    return jwt.encode(claims_of(token), "", algorithm="none")


def signed_by_somebody_else(token: str) -> str:
    """The same claims under the signature of somebody who does not know the secret."""
    return signed(claims_of(token), NOBODYS_SECRET)
