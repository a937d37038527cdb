"""Every way in which somebody might try to get in without a right to: tokens, and how they are shown."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hamcrest import greater_than

from support.clients.websocket import Refused
from support.observing.waiting import eventually
from support.systems import tokens
from support.systems.system import System

LIVES = (2, 4, 8)
"""Seconds that a token is good for which is used until it expires: the first that suffices to use it everywhere."""

LEAST_SECRET = 32
"""Characters of what can sign a token at all."""


@dataclass(frozen=True)
class Key:
    """A token, good or bad, or what somebody shows in its place."""

    what: str
    """In a few words: "with another sub"."""
    token: str | None = None
    """Shown in every way in which a service takes one: header, cookie, subprotocol."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Shown with every call instead."""
    query: str = ""


class Keys:
    """Makes keys that open nothing, of what somebody's good one tells."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract

    def of(self, kind: str) -> list[Key]:
        """All keys of a kind, by what a feature calls it; KeyError for an unknown one."""
        makers: dict[str, Callable[[], Iterator[Key]]] = {
            "no token": self._none,
            "a token that has expired": self._expired,
            "a token that was altered": self._altered,
            "a token that is not signed": self._unsigned,
            "a token signed by somebody else": self._signed_by_somebody_else,
            "a token in the wrong place": self._misplaced,
            "a token with something amiss": self._amiss,
            "the token of a service": self._of_services,
            "the token of a session that has ended": self._ended,
            "the token of a closed account": self._closed,
        }
        keys = list(makers[kind]())
        assert keys, f"there is no key of the kind {kind}"
        return keys

    @property
    def good(self) -> str:
        return self._system.token_of(self._contract.person)

    @property
    def _secret(self) -> str:
        return self._system.platform.credentials["jwt_secret"]

    def _none(self) -> Iterator[Key]:
        yield Key("no token")
        for value in ("Bearer null", "Bearer undefined", "Bearer", "Basic YTpi", "Bearer ."):
            yield Key(f"the header {value!r}", headers={"Authorization": value})
        for name in self._contract.cookies.values():
            yield Key("an empty cookie", headers={"Cookie": f"{name}="})

    def _misplaced(self) -> Iterator[Key]:
        """Good tokens, where no service looks for one."""
        for scheme in ("Basic", "Token", "JWT", ""):
            yield Key(f"after {scheme!r}", headers={"Authorization": f"{scheme} {self.good}".strip()})
        for name in ("X-Service-Token", "X-Auth-Token", "X-Access-Token", "Proxy-Authorization"):
            yield Key(f"in the header {name}", headers={name: self.good})
            yield Key(f"in the header {name}", headers={name: f"Bearer {self.good}"})
        for name in ("token", "access_token", "auth", "jwt"):
            yield Key(f"in the parameter {name}", query=f"{name}={self.good}")
        yield Key("in a cookie of another name", headers={"Cookie": f"token={self.good}; session={self.good}"})
        caller = json.dumps({"user_id": tokens.claims_of(self.good).get("sub"), "role": "admin"})
        yield Key("no token, but a name", headers={"X-User-Id": caller, "X-Forwarded-User": caller})

    def _expired(self) -> Iterator[Key]:
        """Long since, a second ago, and one that was used until it did."""
        yield Key("since long", tokens.expired(self.good, self._secret, 86_400))
        yield Key("since a second", tokens.expired(self.good, self._secret, 1))
        short, ends = self._used_in_time()
        eventually(time.time, greater_than(ends), within=ends - time.time() + 2, what="the time")
        yield Key("after it was used", short)

    def _used_in_time(self) -> tuple[str, int]:
        """A token that every service took while it was good, and its end: longer where the machine is too slow."""
        for seconds in LIVES:
            ends = int(time.time()) + seconds
            token = tokens.signed({**tokens.claims_of(self.good), "exp": ends}, self._secret)
            try:
                self._system.use_everywhere(token)
            except (AssertionError, Refused):
                if time.time() < ends or seconds == LIVES[-1]:
                    raise
            else:
                return token, ends
        raise AssertionError("no life of a token was tried")

    def _altered(self) -> Iterator[Key]:
        """Each claim in turn, under the signature of the good one; trifles are the business of `tokens.alterations`."""
        _, body, signature = self.good.split(".")
        for claim, value in tokens.claims_of(self.good).items():
            for other in _others(value, self._contract.roles):
                yield Key(f"with another {claim}", tokens.altered(self.good, **{claim: other}))
            yield Key(f"without {claim}", tokens.altered(self.good, **{claim: None}))
        yield Key("with one claim more", tokens.altered(self.good, admin=True))
        for algorithm in ("HS512", "none", "RS256"):
            yield Key(
                f"said to be {algorithm}", f"{tokens.packed({'alg': algorithm, 'typ': 'JWT'})}.{body}.{signature}"
            )
        yield Key("cut in half", self.good[: len(self.good) // 2])

    def _unsigned(self) -> Iterator[Key]:
        header, body, _ = self.good.split(".")
        yield Key("without its signature", f"{header}.{body}.")
        yield Key("without even the dot", f"{header}.{body}")
        for word in ("none", "None", "NONE", ""):
            yield Key(f"that needs {word!r}", f"{tokens.packed({'alg': word, 'typ': 'JWT'})}.{body}.")

    def _signed_by_somebody_else(self) -> Iterator[Key]:
        claims = tokens.claims_of(self.good)
        given = self._system.platform.credentials
        yield Key("who made a key up", tokens.signed_by_somebody_else(self.good))
        for name, value in given.items():
            if value != self._secret and len(value) >= LEAST_SECRET:
                yield Key(f"who knows {name}", tokens.signed(claims, value))

    def _amiss(self) -> Iterator[Key]:
        """Rightly signed, as only a service could, and yet none that a service gives."""
        claims = tokens.claims_of(self.good)
        for needed in self._contract.token_needs:
            rest = {name: value for name, value in claims.items() if name != needed}
            yield Key(f"no {needed}", tokens.signed(rest, self._secret))
            yield Key(f"an empty {needed}", tokens.signed({**claims, needed: ""}, self._secret))
            if isinstance(claims[needed], str):
                other = str(uuid.uuid4()) if _is_id(claims[needed]) else f"not-{claims[needed]}"
                yield Key(f"somebody else's {needed}", tokens.signed({**claims, needed: other}, self._secret))

    def _of_services(self) -> Iterator[Key]:
        secret = self._system.platform.credentials["service_secret"]
        for audience in self._contract.services:
            caller = next(one for one in self._contract.services if one != audience)
            token = tokens.of_service(caller, audience, secret)
            yield Key(f"for {audience}", token)
            yield Key(f"for {audience}, as services show it", headers={"X-Service-Token": token})

    def _ended(self) -> Iterator[Key]:
        """It was used everywhere before."""
        token = self._system.another_token_of(self._contract.person)
        self._system.use_everywhere(token)
        self._system.end_session(token)
        yield Key("after signing out", token)

    def _closed(self) -> Iterator[Key]:
        self._system.close_account(self._contract.person)
        yield Key("after the account was closed", self.good)


def _others(value: Any, roles: Sequence[str]) -> list[Any]:
    """Something else of the same kind: for a role every other one, for a time a later one."""
    if value in roles:
        return [role for role in roles if role != value]
    if isinstance(value, int):
        return [value + 3_600]
    return [str(uuid.uuid4()) if _is_id(value) else f"{value}x"]


def _is_id(value: Any) -> bool:
    try:
        return bool(uuid.UUID(str(value)))
    except ValueError:
        return False
