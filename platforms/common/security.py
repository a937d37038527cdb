"""Who may call: tokens of people, tokens of services, and sessions that can be ended at any moment."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import jwt
from jwt.utils import base64url_decode, base64url_encode
from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.errors import ApiError
from platforms.common.together import Together

log = logging.getLogger(__name__)

SERVICE_TOKEN_SECONDS = 60
SESSION_CACHE_SECONDS = 3_600
REST_SECONDS = 1
MOST_READ = 10_000


@dataclass(frozen=True)
class Caller:
    """The person behind a call, as their session says now (a token may be older than a change of role)."""

    user_id: str
    name: str
    role: str
    session_id: str
    tenant: str = ""
    """Whose people they belong to, on platforms that keep tenants apart."""


def session_key(session_id: str) -> str:
    """Redis key of a live session; its value is the caller as JSON."""
    return f"user_session:{session_id}"


def issue_user_token(caller: Caller, secret: str, lifetime_seconds: int, issuer: str) -> str:
    """A token with which somebody opens every service of the platform `issuer` as long as their session lives."""
    now = int(time.time())
    claims = {
        "iss": issuer,
        "sub": caller.user_id,
        "name": caller.name,
        "role": caller.role,
        "sid": caller.session_id,
        "iat": now,
        "exp": now + lifetime_seconds,
    }
    return jwt.encode(claims, secret, algorithm="HS256")


def read_user_token(token: str, secret: str) -> dict[str, Any]:
    """Claims of a token that is signed by us and not expired; otherwise a refusal with status 401."""
    try:
        check_unaltered(token)
        claims: dict[str, Any] = jwt.decode(
            token, secret, algorithms=["HS256"], options={"require": ["exp", "iss", "sub", "sid"]}
        )
        for claim in ("sub", "sid"):
            UUID(str(claims[claim]))
    except jwt.ExpiredSignatureError:
        raise ApiError(401, "AUTH_TOKEN_EXPIRED", "The session has expired. Sign in again.") from None
    except (jwt.InvalidTokenError, ValueError):
        raise ApiError(401, "AUTH_TOKEN_INVALID", "This token is not valid. Sign in again.") from None
    return claims


def check_unaltered(token: str) -> None:
    """`jwt.InvalidTokenError` unless the token is written in the one way in which tokens are issued.

    Base64 can be written in several ways that decode to the same (padding, blanks, bits that nothing reads), and a
    decoder that overlooks that lets tokens through that are not the one that was issued.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(part and _rewritten(part) == part for part in parts):
        raise jwt.InvalidTokenError("it was altered")


def _rewritten(part: str) -> str | None:
    try:
        return base64url_encode(base64url_decode(part)).decode()
    except (ValueError, UnicodeError):
        return None


def issue_service_token(caller: str, audience: str, secret: str) -> str:
    """A token with which service `caller` may call service `audience` for a minute, and no other."""
    now = int(time.time())
    claims = {"iss": caller, "aud": audience, "iat": now, "exp": now + SERVICE_TOKEN_SECONDS}
    return jwt.encode(claims, secret, algorithm="HS256")


def read_service_token(token: str, audience: str, secret: str) -> str:
    """The name of the calling service; otherwise a refusal with status 401."""
    try:
        check_unaltered(token)
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=audience,
            options={"require": ["exp", "iat", "iss", "aud"], "strict_aud": True},
        )
        if claims["exp"] - claims["iat"] > SERVICE_TOKEN_SECONDS:
            raise jwt.InvalidTokenError("it is good for too long")
    except jwt.InvalidTokenError:
        raise ApiError(401, "AUTH_SERVICE_TOKEN_INVALID", "Services call with a service token.") from None
    return str(claims["iss"])


def bearer(header: str | None) -> str:
    """The token in an `Authorization` header; a refusal with status 401 when there is none."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ApiError(401, "AUTH_REQUIRED", "Sign in first.", headers={"WWW-Authenticate": "Bearer"})
    return token


class SessionCopies:
    """Live sessions as Redis remembers them.

    A Redis that does not answer is left alone for a second, and then tried by one call only, so that
    it does not slow all of them. When it answers again it is not believed for another second: what
    it missed removing meanwhile is removed first.
    """

    def __init__(self, cache: Redis) -> None:
        self._cache = cache
        self._answers = True
        self._rests_until = 0.0
        self._questions = Together(self._find_all)

    async def find(self, session_id: str) -> Caller | None:
        """Whose session it is, as Redis says after this was asked; None when it does not know."""
        found = await self._questions.ask(session_id)
        return Caller(**json.loads(found)) if found else None

    async def _find_all(self, session_ids: Sequence[str]) -> Sequence[str | None]:
        keys = [session_key(one) for one in session_ids]
        found: list[str | None] | None = await self._ask(lambda: self._cache.mget(keys))
        return found or [None] * len(keys)

    async def keep(self, caller: Caller, seconds: float) -> None:
        """Remember a session that has so long to live. Only the owner of sessions does this."""
        kept = min(int(seconds), SESSION_CACHE_SECONDS)
        if kept > 0:
            text = json.dumps(asdict(caller))
            await self._ask(lambda: self._cache.set(session_key(caller.session_id), text, ex=kept))

    async def _ask(self, question: Callable[[], Awaitable[Any]]) -> Any:
        if time.monotonic() < self._rests_until:
            return None
        if not self._answers:
            self._rests_until = time.monotonic() + REST_SECONDS
        try:
            answer = await question()
        except (RedisError, OSError) as error:
            log.warning("sessions are not remembered: %r", error)
            self._answers, self._rests_until = False, time.monotonic() + REST_SECONDS
            return None
        if not self._answers:
            self._answers, self._rests_until = True, time.monotonic() + REST_SECONDS
            return None
        return answer


class Sessions:
    """Tells whether the session of a token still lives, and who its person is now.

    What Redis does not remember is asked of the owner of sessions (`truth`: None when the session has
    ended), so that an emptied or absent Redis signs nobody out, and a removed entry never lets anybody in.
    """

    def __init__(
        self,
        copies: SessionCopies,
        jwt_secret: str,
        issuer: str,
        truth: Callable[[str], Awaitable[Caller | None]],
    ) -> None:
        self._copies, self._secret, self._issuer, self._truth = copies, jwt_secret, issuer, truth
        self._read: dict[str, dict[str, Any]] = {}
        """Claims of tokens that were found good, until they expire: whoever comes often need not be read again."""

    async def caller(self, token: str) -> Caller:
        """Who calls with this token; `ApiError` 401 unless it is good and its session lives."""
        claims = self.claims(token)
        caller = await self._copies.find(claims["sid"]) or await self._truth(claims["sid"])
        if caller is None or caller.user_id != claims["sub"]:
            raise ApiError(401, "AUTH_SESSION_ENDED", "This session has ended. Sign in again.")
        return caller

    def claims(self, token: str) -> dict[str, Any]:
        """What a good token of this platform says; `ApiError` 401 for any other."""
        claims = self._read.get(token)
        if claims is None or claims["exp"] <= time.time():
            claims = read_user_token(token, self._secret)
            if len(self._read) >= MOST_READ:
                self._read.clear()
            self._read[token] = claims
        if claims["iss"] != self._issuer:
            raise ApiError(401, "AUTH_TOKEN_INVALID", "This token is not valid. Sign in again.")
        return claims
