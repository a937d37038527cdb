"""What services listen to, beside what the contract promises: ports, paths, methods and live connections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from hamcrest import not_none

from support.clients.http import HttpClient
from support.clients.unreachable import Unreachable
from support.clients.websocket import Refused, SocketClient
from support.inventory.things import PORT
from support.observing.waiting import eventually
from support.systems.contract import Command
from support.systems.system import System

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")
NOT_THERE = {401, 403, 404, 405}
"""Statuses of what is not there, or not for people. `OPTIONS` and `HEAD` are not asked for: they tell of `GET`."""
FORGOTTEN = (
    *("/docs", "/redoc", "/swagger.json", "/swagger-ui", "/graphql", "/graphiql", "/console", "/debug", "/debug/pprof"),
    *("/admin", "/internal", "/api", "/api/v1", "/api/v2", "/env", "/.env", "/.git/config", "/actuator", "/config"),
    *("/status", "/test", "/tmp", "/backup", "/server-status", "/api/debug", "/api/admin", "/api/internal", "/static"),
    *("/openapi.yaml", "/metrics/internal", "/api/v1/sessions", "/api/v1/users", "/api/users", "/api/people"),
)
"""Where makers leave something for themselves."""
LIVE = ("/ws", "/ws/", "/socket", "/live", "/events", "/stream", "/ws/admin", "/ws/debug", "/ws/events", "/api/ws")
ODD = ("not JSON at all", "[]", '"text"', "null", '{"type": 7}', '{"type": "Nonsense"}', "{}", '{"kind": "Ping"}')
"""Frames that nobody promised to understand."""
ANSWERED_WITHIN = 3.0


class Listening:
    """Knocks wherever nobody promised a door."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._tried = 0

    def check_ports(self) -> None:
        """Each service listens at one port, as far as the environment lets the suite see that."""
        ports: dict[str, set[str]] = {}
        for thing in self._system.platform.census():
            if thing.kind == PORT:
                ports.setdefault(thing.place, set()).add(thing.name)
        for service, found in ports.items():
            if service in self._contract.services:
                assert len(found) == 1, f"{service} listens at {len(found)} ports: {', '.join(sorted(found))}"

    def check_paths(self) -> None:
        """Nothing answers at a path, or to a method, that was not promised, to somebody with a good token either."""
        promised = self._contract.all_operations()
        everywhere = sorted({one.path_for({}) for one in promised})
        for service in self._contract.services:
            client = self._system.service(service, self._token())
            for path in (*everywhere, *FORGOTTEN):
                for method in METHODS if path in everywhere else ("GET",):
                    if not any(one.service == service and one.method == method and one.fits(path) for one in promised):
                        self._check_nothing_there(service, client, method, path)
        assert self._tried, "no path was tried"

    def _check_nothing_there(self, service: str, client: HttpClient, method: str, path: str) -> None:
        self._tried += 1
        reply = client.request(method, path)
        assert reply.status in NOT_THERE, (
            f"{service} answers {reply.status} to {method} {path}, which nobody promised: {reply.text[:200]}"
        )

    def check_sockets(self) -> None:
        """Live connections are opened where they were promised, in the promised protocol, and nowhere else."""
        paths = {*LIVE, *self._contract.sockets.values()}
        for service in self._contract.services:
            for path in sorted(paths - {self._contract.sockets.get(service)}):
                if (opened := self._opens(service, path)) is not None:
                    opened.close()
                    raise AssertionError(f"{service} opens a live connection at {path}, which nobody promised")
        for service in self._contract.sockets:
            socket = self._system.socket(service, self._token())
            told = f"{service} speaks {socket.subprotocol}, and {self._contract.protocol or 'none'} was promised"
            assert (socket.subprotocol or "") == self._contract.protocol, told
            self._check_speaks(service, socket)

    def _opens(self, service: str, path: str) -> SocketClient | None:
        self._tried += 1
        try:
            return self._system.socket(service, self._token(), path=path)
        except (Refused, Unreachable):
            return None

    def _check_speaks(self, service: str, socket: SocketClient) -> None:
        """It refuses what was not promised, lives on, and does what needs nothing but to be said."""
        for text in ODD:
            assert self._answer(service, socket, text) is False, f"{service} does something for {text!r}"
        for command in self._said_by_anybody(service):
            fields = {name: one.good(self._system.belongings.ids) for name, one in command.sends.items()}
            seen = len(socket.frames)
            socket.send({"type": command.name, **fields})
            assert self._await(service, socket, seen), f"{service} refuses {command.name}, which was promised"

    def _said_by_anybody(self, service: str) -> Iterator[Command]:
        yield from (one for one in self._contract.commands if one.service == service and not one.to)

    def _answer(self, service: str, socket: SocketClient, text: str) -> bool:
        seen = len(socket.frames)
        socket.send_text(text)
        return self._await(service, socket, seen)

    def _await(self, service: str, socket: SocketClient, seen: int) -> bool:
        def told() -> bool | None:
            answers = (self._system.did(service, frame.data) for frame in socket.frames[seen:])
            return next((one for one in answers if one is not None), None)

        return bool(eventually(partial(told), not_none(), within=ANSWERED_WITHIN, what=f"what {service} answers"))

    def _token(self) -> str | None:
        return self._system.token_of(self._contract.person) if self._contract.entries else None
