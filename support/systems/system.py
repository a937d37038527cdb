"""What every platform can be asked, as the people of one scenario use it and as whoever operates it sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from support.clients.broker import Broker
from support.clients.cache import Cache
from support.clients.database import Database
from support.clients.http import HttpClient, Reply
from support.clients.monitoring import Monitoring
from support.clients.websocket import SocketClient
from support.environments import Platform
from support.environments.protocol import CONTAINERS
from support.scenario.cleanup import Order
from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems.answers import Refusal, refused
from support.systems.belongings import Belongings
from support.systems.contract import Contract, Operation
from support.systems.lists import Filling

P = TypeVar("P")
SUBPROTOCOL = "Sec-WebSocket-Protocol"
BEARER = "bearer."
"""What stands before a token among the subprotocols of a live connection."""


class System:
    """One scenario's view of a platform.

    A platform's own is a subclass, named `SYSTEM` in `support/systems/<platform>/__init__.py`; a scenario gets that
    of the folder its feature is in. It adds its nouns, and says what the checks of `systems/operations` need to know.
    """

    contract: ClassVar[Contract]

    def __init__(self, world: World) -> None:
        self.world = world
        self.platform = world.environment.platform(self.contract.platform)
        self.replies: list[Reply] = []
        self._answered = ""
        """Who got the last of them."""
        """Answers that the scenario will judge, oldest first."""
        self._parts: dict[Callable[..., Any], Any] = {}

    def part(self, kind: Callable[[System], P]) -> P:
        """What it can be asked of this kind, such as `HealthReports`; made when it is first spoken of."""
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        found: P = self._parts[kind]
        return found

    def move_to(self, platform: Platform) -> None:
        """From here on, this is about another platform of its kind, which ends with the scenario."""
        self.platform = platform
        self.world.besides.append(platform)

    @property
    def is_next_door(self) -> bool:
        """Whether services run on this machine by themselves, so that they see everybody come from 127.0.0.1 or ::1.

        Containers see the address of what publishes their ports: it is an engine's affair which one that is.
        """
        if CONTAINERS in self.platform.capabilities:
            return False
        hosts = {urlsplit(self.platform.url(service)).hostname for service in self.contract.services}
        return hosts <= {"127.0.0.1", "::1", "localhost"}

    # What its checks need to know; a platform with people has them

    def token_of(self, who: Persona) -> str:
        """The token of somebody's session; they sign in when it is first asked for."""
        raise NotImplementedError(f"{self.contract.name} has nobody who signs in")

    def another_token_of(self, who: Persona) -> str:
        """The token of a further session of somebody."""
        raise NotImplementedError(f"{self.contract.name} has nobody who signs in")

    def end_session(self, token: str) -> None:
        """Have whoever has this token sign out."""
        raise NotImplementedError(f"{self.contract.name} has nobody who signs out")

    def close_account(self, who: Persona) -> None:
        """Have an admin close somebody's account."""
        raise NotImplementedError(f"{self.contract.name} has no accounts that anybody closes")

    def change_role(self, admin: Persona, who: Persona, role: str) -> None:
        """Have an admin give somebody a role."""
        raise NotImplementedError(f"{self.contract.name} has no roles")

    def id_of(self, who: Persona) -> str:
        """The id of somebody's account."""
        raise NotImplementedError(f"{self.contract.name} has nobody who signs in")

    @cached_property
    def belongings(self) -> Belongings:
        """One of everything that can be somebody's own, made when it is first spoken of."""
        raise NotImplementedError(f"{self.contract.name} keeps nothing for anybody")

    def leave_traces(self) -> None:
        """Have something of the belongings in every store that has nothing of them yet, and nobody connected."""

    def more_to_find(self) -> Mapping[str, str]:
        """What else is kept of the belongings than contract and stores tell, by where it is: files, for instance."""
        return {}

    def made(self, operation: Operation, thing: Mapping[str, Any], remove: Callable[[], object]) -> None:
        """Take note of what an operation has made; it goes with the scenario."""
        self.world.cleanup.add(f"remove what {operation} has made", remove)

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        """How the list that an operation answers with is filled for somebody; one for each sort of it."""
        raise NotImplementedError(f"nobody knows how to fill the list of {operation}")

    def did(self, service: str, frame: Mapping[str, Any]) -> bool | None:
        """Whether a frame says that what was said last on this connection was done; None when it is no answer."""
        raise NotImplementedError(f"{self.contract.name} has no live connections")

    def named(self, frame: Mapping[str, Any]) -> Sequence[str]:
        """The fields that a refusal on a live connection names, each once, in alphabetical order."""
        raise NotImplementedError(f"{self.contract.name} names no fields on live connections")

    def use_everywhere(self, token: str) -> None:
        """Have every service take this token once, over HTTP and for a live connection."""
        assert self.contract.entries, f"{self.contract.name} has no service that knows people"
        for service, path in self.contract.entries.items():
            reply = self.service(service, token).get(path)
            assert reply.status == 200, f"{service} answers {reply.status} to a good token: {reply.text[:200]}"
        for service in self.contract.sockets:
            for as_browser in (False, True):
                self.socket(service, token, as_browser=as_browser).close()

    def secrets(self) -> Mapping[str, str]:
        """What only the people of the scenario may know, each with what it is."""
        return {}

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every page that somebody sees in this scenario: what it is called, and its source."""
        yield from ()

    def views(self) -> Mapping[str, str]:
        """Every page that people come to, with something on it, by what it is called: the address after the service's.

        The service is the first that takes a cookie.
        """
        return {}

    # Ways in

    def service(self, name: str, token: str | None = None, who: str = "") -> HttpClient:
        """A service as somebody with this token, or with none, reaches it."""
        return HttpClient(
            self.platform.url(name),
            journal=self.world.journal,
            correlation_id=self.world.correlation_id,
            authority=self.platform.authority,
            token=token,
            who=who,
        )

    def socket(
        self,
        service: str,
        token: str | None,
        who: str = "",
        *,
        as_browser: bool = False,
        headers: Mapping[str, str] | None = None,
        query: str = "",
        path: str = "",
    ) -> SocketClient:
        """A live connection; `Refused` when the service does not open it. Closed with the scenario.

        The token is shown in a header, or `as_browser`, which cannot send one, among the subprotocols.
        `headers` go out besides; a `path` stands in for that of the contract.
        """
        protocol = self.contract.protocol
        path = (path or self.contract.sockets[service]) + (f"?{query}" if query else "")
        socket = SocketClient(
            self.platform.url(service).replace("https:", "wss:") + path,
            journal=self.world.journal,
            correlation_id=self.world.correlation_id,
            authority=self.platform.authority,
            token=None if as_browser else token,
            subprotocols=[*([protocol] if protocol else []), *([f"{BEARER}{token}"] if as_browser and token else [])],
            headers=headers,
            who=who,
        )
        self.world.cleanup.add(f"close a connection to {service}", socket.close, order=Order.CONNECTIONS)
        return socket

    # What was answered

    def judge(self, reply: Reply, who: Persona | None = None) -> Reply:
        """Keep the answer that somebody got for the scenario to judge."""
        self.replies.append(reply)
        self._answered = who.name if who else ""
        return reply

    def check_answered(self, who: Persona) -> None:
        """The last answer was this person's."""
        assert self._answered == who.name, f"the last answer was not {who.name}'s: {self._answered or 'nobody asked'}"

    def refusal(self, *statuses: int) -> Refusal:
        """The last answer as a refusal."""
        assert self.replies, "nothing was asked for yet"
        return refused(self.replies[-1], *statuses)

    def check_refused_for(self, field: str) -> None:
        """The last answer refuses one field of what was asked, and names it."""
        found = self.refusal(422).fields
        assert found == [field], f"the refusal names {found}"

    def check_try_again_later(self, who: Persona) -> None:
        """The last answer tells somebody that it cannot be done now, and when to try again."""
        self.check_answered(who)
        self.refusal(503)
        seconds = self.replies[-1].headers.get("retry-after", "")
        assert seconds.isdigit(), f"it says {seconds!r} of when to try again"

    # What is stored, where the environment lets the suite look

    @cached_property
    def database(self) -> Database | None:
        if self.platform.database_url is None:
            return None
        database = Database(self.platform.database_url, journal=self.world.journal)
        self.world.cleanup.add("close the view of the database", database.close, order=Order.CONNECTIONS)
        return database

    @cached_property
    def cache(self) -> Cache | None:
        if self.platform.cache_url is None:
            return None
        cache = Cache(self.platform.cache_url, journal=self.world.journal)
        self.world.cleanup.add("close the view of the cache", cache.close, order=Order.CONNECTIONS)
        return cache

    @cached_property
    def broker(self) -> Broker | None:
        if self.platform.broker_url is None:
            return None
        broker = Broker(self.platform.broker_url, journal=self.world.journal)
        self.world.cleanup.add("close the view of the broker", broker.close, order=Order.CONNECTIONS)
        return broker

    @cached_property
    def monitoring(self) -> Monitoring | None:
        if self.platform.monitoring_url is None:
            return None
        return Monitoring(
            self.platform.monitoring_url, journal=self.world.journal, correlation_id=self.world.correlation_id
        )

    def log(self, service: str) -> list[dict[str, Any]]:
        """What a service logged of this scenario."""
        lines = []
        for text in self.platform.logs(service, self.world.started):
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and line.get("correlation_id") == self.world.correlation_id:
                lines.append(line)
        return lines


def system(context: Any, called: str = "") -> System:
    """The platform of the scenario that behave is running. ValueError when a sentence calls it by another name."""
    found: System = world(context).system
    if called not in {"", found.contract.name}:
        raise ValueError(f"the scenario is about {found.contract.name}, and not about {called}")
    return found
