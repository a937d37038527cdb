"""Attacks on the doors of a platform: without a token, and with each kind of bad token."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to, greater_than, not_none

from support.clients.http import Reply
from support.clients.unreachable import Unreachable
from support.clients.websocket import Refused, SocketClient
from support.observing.waiting import eventually, now
from support.scenario.people import Persona
from support.systems import tokens
from support.systems.answers import refused
from support.systems.contract import For, Operation
from support.systems.operations.keys import Key, Keys
from support.systems.system import BEARER, SUBPROTOCOL, System

SESSION_ENDED = 4401
"""Code with which a live connection is closed when its session has ended."""
LIVES = (2, 4, 8)
"""Seconds that a token is good for which expires while it is looked at: the first that suffices to use it."""
LONGEST = 60
"""Seconds that a token of a service may be good for."""
NOT_TAKEN = {400, 401}
"""Statuses of a token that is not taken for one: a wrong one, or one that nobody would send in this way."""
TURNS = 3
FEW = 6
"""So many keys are shown to every operation; each of them differs from the others in more than a trifle."""
LET_IN = {200, 201, 202, 204, 404, 409, 422}
"""Statuses of an operation that has looked at more than the token: done, or refused for what was asked."""


class Doors:
    """Whatever a platform's services offer, and who gets in."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._contract = system.contract
        self.answers: list[tuple[Operation, str, Reply]] = []
        """Each operation that was called, with what in hand, and what it answered."""
        self._keys: list[Key] = []
        self._ends = 0
        self._showings: list[tuple[str, int]] = []
        """To whom which altered token was shown in which way, and the status of the answer; 101 is a connection."""
        self._whose = ""
        self._opened: dict[str, SocketClient] = {}
        """Live connections that were opened with a token that is about to expire, by service."""

    def _for(self, *whom: For) -> list[Operation]:
        found = [one for one in self._contract.all_operations() if one.answers in whom]
        assert found, f"{self._contract.name} offers nothing for {[one.name for one in whom]}"
        return found

    # Operations between services

    def show_altered_between(self) -> None:
        """Call an operation of each service that has any for services, with a good token in all its alterations."""
        secret = self._system.platform.credentials["service_secret"]
        first = {one.service: one for one in reversed(self._for(For.SERVICES))}
        for service, operation in first.items():
            good = tokens.of_service(self._caller(service), service, secret)
            status = self._call_between(operation, good).status
            assert status in LET_IN, f"{operation} answered {status} to the right token"
            for what, token in tokens.alterations(good).items():
                self._showings.append((f"{service}, {what}", self._call_between(operation, token).status))

    def call_internal(self, kind: str) -> None:
        """Call every internal operation with this kind of token."""
        for operation in self._for(For.SERVICES):
            token = self._service_token(kind, operation.service)
            headers = {} if token is None else {"X-Service-Token": token}
            if kind == "the token of a person":
                headers["Authorization"] = f"Bearer {token}"
            self._call(operation, kind, headers=headers)

    def check_refused(self) -> None:
        assert self.answers, "nothing was called"
        for operation, _, reply in self.answers:
            try:
                refusal = refused(reply, 401)
            except AssertionError as error:
                raise AssertionError(f"{operation}: {error}") from None
            assert not refusal.details, f"{operation} tells more than that it refuses: {refusal.details}"

    def check_not_refused_for_token(self) -> None:
        assert self.answers, "nothing was called"
        for operation, _, reply in self.answers:
            assert reply.status in LET_IN, f"{operation} answered {reply.status} to the right token: {reply.text}"

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
            "a token that is good for too long": lambda: tokens.of_service(caller, audience, secret, LONGEST + 1),
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
        used = [(operation, self._use_in_time(operation)) for operation in self._for(For.SERVICES)]
        ended = max(tokens.claims_of(token)["exp"] for _, token in used) + 1
        eventually(time.time, greater_than(ended), within=ended - time.time() + 2, what="the time")
        for operation, token in used:
            self._call_between(operation, token, "a token that has expired")

    def _use_in_time(self, operation: Operation) -> str:
        """A token that was taken while it was good: for 2 s, or longer where the machine is too slow for that."""
        secret = self._system.platform.credentials["service_secret"]
        for seconds in LIVES:
            token = tokens.of_service(self._caller(operation.service), operation.service, secret, seconds)
            if self._call_between(operation, token).status != 401:
                return token
            if time.time() < tokens.claims_of(token)["exp"]:
                break
        raise AssertionError(f"{operation} refuses the right token")

    def _call_between(self, operation: Operation, token: str, noted: str = "") -> Reply:
        """Call an operation as a service does; the answer is kept if it is `noted` with what."""
        reply = self._ask(operation, {"X-Service-Token": token})
        if noted:
            self.answers.append((operation, noted, reply))
        return reply

    # Tokens of people

    def sign_in_for(self, who: Persona) -> None:
        """Open every live connection with a token of somebody that is about to expire.

        It is good for 2 s, or longer where the machine is too slow for that.
        """
        self._whose = who.name
        claims, secret = tokens.claims_of(self._system.token_of(who)), self._system.platform.credentials["jwt_secret"]
        for seconds in LIVES:
            self._ends = int(time.time()) + seconds
            try:
                self._opened = self.open_connections(tokens.signed({**claims, "exp": self._ends}, secret))
                return
            except Refused:
                if time.time() < self._ends or seconds == LIVES[-1]:
                    raise

    def check_closed_when_due(self, who: Persona) -> None:
        """Each connection of somebody lived until the token ended, and no longer than a second after it."""
        assert self._opened and self._whose == who.name, f"{who.name} has opened no connection"
        left = max(0.0, self._ends - time.time())
        check_connections_closed(self._opened, left + 1)
        for service, socket in self._opened.items():
            assert socket.closed is not None, "the check above has seen it closed"
            early = self._ends - socket.closed.at.timestamp()
            assert early < 0.5, f"{service} closed the connection {early:.1f} s before the token ended"

    def try_keys(self, kind: str) -> None:
        """Call every operation for people with keys of this kind, in every way in which one is shown.

        The entry of each service is called with each key. Of many keys every other operation is called with one in
        `TURNS`, so that all have their turn in a third of the time.
        """
        self._keys = self._system.part(Keys).of(kind)
        turns = TURNS if len(self._keys) > FEW else 1
        for turn, key in enumerate(self._keys):
            for number, operation in enumerate(self._for(For.PEOPLE)):
                if (number + turn) % turns and operation.path != self._contract.entries.get(operation.service):
                    continue
                for way, headers in self._ways(operation, key):
                    self._call(operation, f"{kind}, {key.what}, {way}", headers=headers, query=key.query)

    def _ways(self, operation: Operation, key: Key) -> Iterator[tuple[str, dict[str, str]]]:
        """The headers with which a key is shown to an operation, each with what the way is called."""
        if key.token is None:
            yield "as it is", dict(key.headers)
            return
        yield "in the header", {"Authorization": f"Bearer {key.token}"}
        for service, cookie in self._contract.cookies.items():
            if service == operation.service:
                origin = self._system.platform.url(service)
                yield "in the cookie", {"Cookie": f"{cookie}={key.token}", "Origin": origin}

    def check_keys_refused(self) -> None:
        """Every operation that needs a person refused each key, and so does every socket, however it is shown."""
        assert self.answers, "nothing was called"
        for operation, hand, reply in self.answers:
            assert reply.status == 401, f"{operation} answered {reply.status} to {hand}: {reply.text[:200]}"
        for key in self._keys:
            self.check_sockets_refused(key)

    def show_altered(self, who: Persona) -> None:
        """Show somebody's token to every service in all its alterations, in each way a service takes one.

        Shown as it is, it has to be taken in the same way, or nothing would be known.
        """
        good = self._system.token_of(who)
        for where, show in self._showers():
            assert show(good) < 400, f"{where} refuses the token as it was given"
            self._showings += [(f"{where}, {what}", show(token)) for what, token in tokens.alterations(good).items()]

    def check_altered_refused(self) -> None:
        """Not one was taken for the token that it was made of."""
        assert self._showings, "no token was shown"
        taken = [what for what, status in self._showings if status not in NOT_TAKEN]
        assert not taken, f"{len(taken)} of {len(self._showings)} altered tokens were taken: {'; '.join(taken)}"

    def _showers(self) -> Iterator[tuple[str, Callable[[str], int]]]:
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
        except Unreachable as end:
            # It was let in by the token as subprotocol, which our client has not named itself. So it is where the
            # platform has no subprotocol of its own to choose.
            if "subprotocol" not in str(end):
                raise
        return 101

    def open_connections(self, token: str) -> dict[str, SocketClient]:
        """A live connection to each service that has any, with this token."""
        return {service: self._system.socket(service, token) for service in self._contract.sockets}

    def check_sockets_refused(self, key: Key) -> None:
        """No live connection opens with this key, whether it is shown as programs do or as browsers do."""
        for service in self._contract.sockets:
            for as_browser in (False, True) if key.token else (False,):
                way = "as browsers show it" if as_browser else "as programs show it"
                try:
                    socket = self._system.socket(
                        service, key.token, as_browser=as_browser, headers=key.headers, query=key.query
                    )
                except Refused as refusal:
                    told = f"the status with which {service} refuses a live connection to one {key.what}, {way}"
                    assert_that(refusal.status, equal_to(401), told)
                else:
                    socket.close()
                    raise AssertionError(f"{service} opened a live connection for a token {key.what}, {way}")

    def call_everything(self) -> None:
        """Call every operation that there is, by nobody in particular."""
        for operation in self._contract.all_operations():
            self._call(operation, "nothing")

    def check_only_open_answer(self) -> None:
        assert self.answers, "nothing was called"
        shut = [
            f"{operation} answered {reply.status}"
            for operation, _, reply in self.answers
            if operation.answers in (For.PEOPLE, For.SERVICES, For.WHO_HAS_A_KEY) and reply.status != 401
        ]
        assert not shut, "without a token: " + "; ".join(shut)
        away = [
            f"{operation} answered {reply.status}"
            for operation, _, reply in self.answers
            if operation.answers is For.EVERYBODY and (reply.status in _shut(operation) or reply.status >= 500)
        ]
        assert not away, "meant for everybody, and not answered: " + ", ".join(away)

    def _call(
        self, operation: Operation, hand: str, *, headers: Mapping[str, str] | None = None, query: str = ""
    ) -> None:
        self.answers.append((operation, hand, self._ask(operation, headers, query)))

    def _ask(self, operation: Operation, headers: Mapping[str, str] | None, query: str = "") -> Reply:
        """With ids that belong to nothing and an empty body: whoever gets in is refused for that."""
        path = operation.path_for({}) + (f"?{query}" if query else "")
        body: dict[str, Any] = {"json": {}} if operation.method in ("POST", "PUT", "PATCH") else {}
        return self._system.service(operation.service).request(operation.method, path, headers=headers, **body)


def _shut(operation: Operation) -> set[int]:
    """Statuses of a door that is not open. About a thing that is not there, an open one says just that."""
    return {401, 403, 405} if operation.gaps else {401, 403, 404, 405}


def check_connections_closed(connections: Mapping[str, SocketClient], limit: float) -> None:
    """Each of these connections is closed within so many seconds from now, because its session has ended."""
    start = now()
    for service, socket in connections.items():
        closed = eventually(
            partial(getattr, socket, "closed"),
            not_none(),
            within=limit,
            promised=True,
            since=start,
            what=f"how the connection to {service} ended",
        )
        assert_that(closed.code, equal_to(SESSION_ENDED), f"the code with which {service} closed it")
