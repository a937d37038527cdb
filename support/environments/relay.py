"""The relay: every line of a platform goes through this process, where some scenario needs lines.

It is told what to do in JSON lines, and answers each with `{"id": 1, "result": …}` or `{"id": 1, "failure": "…"}`:

- `open`: listen on `port` for `target`, which is behind `host` and `behind`; `close`: it is down, nobody is let in;
- `who`: `source` has the process `pid`, or on another machine the name `host`; whoever is nobody's is a client;
- `trouble`: afflict the line from `source` (empty: everybody) to `target`; the result is a number;
- `check`: reach the target;
- `meetings`: when something met that trouble so far, in seconds since it came;
- `relieve`: end that trouble; the result is how often something met it. `all` ends every trouble there is.

It needs nothing but Python, for it also runs in a container of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import struct
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

CLIENTS = "clients"
ROOM = 256 * 1024
"""Bytes that are kept of a direction that does not flow; then its sender is not read any more."""
TICK = 0.05
"""Seconds after which a limited line lets the next piece pass."""
LOOKS = 3
MOST_MEETINGS = 1_000
CONTROL = "/tmp/relay"
"""Where the relay of a container listens for what it is told."""
ENDING = ("cut", "refuse")
"""Troubles that connections meet, and not what is said on them."""
RESET = struct.pack("ii", 1, 0)
Address = tuple[str, int]


@dataclass(eq=False)
class Trouble:
    """What is wrong with a line."""

    source: str
    target: str
    kind: str
    direction: str
    amount: float
    ports: frozenset[int]
    """Only connections that come from these ports; empty for all."""
    met: int = 0
    """How often something met it: a connection, or a piece of what is said on one."""
    began: float = 0.0
    meetings: list[float] = field(default_factory=list)
    """When, in seconds since it began; the first `MOST_MEETINGS`."""

    def meet(self) -> None:
        self.met += 1
        if len(self.meetings) < MOST_MEETINGS:
            self.meetings.append(_now() - self.began)

    def afflicts(self, pair: Pair) -> bool:
        return (
            self.target == pair.way.target
            and self.source in ("", pair.source)
            and (not self.ports or pair.address[1] in self.ports)
        )


class Flow:
    """One direction of one connection: what comes in here goes out there, as soon as troubles let it."""

    def __init__(self, pair: Pair, name: str) -> None:
        self._pair, self.name = pair, name
        self.source: asyncio.Transport | None = None
        self.sink: asyncio.Transport | None = None
        self._waiting: deque[tuple[float, bytes | str]] = deque()
        self._size, self._passed, self._free_at = 0, 0, 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._sink_is_full = False

    def came(self, what: bytes | str) -> None:
        """Bytes, or how they ended: `eof`, `closed`, `reset`."""
        troubles = self._troubles()
        for trouble in troubles:
            if isinstance(what, bytes) and trouble.kind not in ENDING:
                trouble.meet()
        if self._waiting or troubles or self.sink is None:
            self._waiting.append((_now(), what))
            self._size += len(what)
            self.go_on()
        else:
            self._pass(what)

    def go_on(self) -> None:
        """Let pass what may pass by now."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while self._waiting and self.sink is not None:
            arrived, what = self._waiting[0]
            wait, most = self._allowance(arrived)
            if wait > 0:
                if wait < float("inf"):
                    self._timer = asyncio.get_running_loop().call_later(wait, self.go_on)
                break
            self._waiting.popleft()
            self._size -= len(what)
            if isinstance(what, bytes) and len(what) > most:
                self._waiting.appendleft((arrived, what[most:]))
                self._size += len(what) - most
                what = what[:most]
            self._pass(what)
        self._mind_the_room()

    def sink_is_full(self, full: bool) -> None:
        self._sink_is_full = full
        self._mind_the_room()

    def _allowance(self, arrived: float) -> tuple[float, int]:
        """Seconds until the next piece may pass, and how many bytes of it may."""
        wait, most = 0.0, sys.maxsize
        for trouble in self._troubles():
            match trouble.kind:
                case "stall":
                    return float("inf"), 0
                case "delay":
                    wait = max(wait, arrived + trouble.amount - _now())
                case "limit":
                    wait = max(wait, self._free_at - _now())
                    most = min(most, max(1, int(trouble.amount * TICK)))
        return wait, most

    def _pass(self, what: bytes | str) -> None:
        if self.sink is None or self.sink.is_closing():
            return
        if isinstance(what, str):
            {"eof": self.sink.write_eof, "closed": self.sink.close, "reset": self._pair.reset}[what]()
            return
        for trouble in self._troubles():
            if trouble.kind == "limit":
                self._free_at = _now() + len(what) / trouble.amount
            elif trouble.kind == "drop":
                what = what[: max(0, int(trouble.amount) - self._passed)]
        self._passed += len(what)
        self.sink.write(what)
        if any(trouble.kind == "drop" and self._passed >= trouble.amount for trouble in self._troubles()):
            self._pair.drop()

    def _troubles(self) -> list[Trouble]:
        return [one for one in self._pair.troubles if one.direction in ("both", self.name)]

    def _mind_the_room(self) -> None:
        if self.source is None or self.source.is_closing():
            return
        if self._sink_is_full or self._size > ROOM or self.sink is None:
            self.source.pause_reading()
        else:
            self.source.resume_reading()

    def forget(self) -> None:
        """Begin counting anew, for a trouble that has just come."""
        self._passed = 0


class Side(asyncio.Protocol):
    """The end of a connection that the relay has with one of the two."""

    def __init__(self, pair: Pair, out: Flow, back: Flow) -> None:
        """`out` takes what is read here, `back` is written here."""
        self._pair, self._out, self._back = pair, out, back

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._out.source = self._back.sink = cast(asyncio.Transport, transport)
        if self._out.sink is None:
            self._out.source.pause_reading()
        self._back.go_on()

    def data_received(self, data: bytes) -> None:
        self._out.came(data)

    def eof_received(self) -> bool:
        self._out.came("eof")
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._out.came("reset" if exc else "closed")
        self._pair.lost()

    def pause_writing(self) -> None:
        self._back.sink_is_full(True)

    def resume_writing(self) -> None:
        self._back.sink_is_full(False)


class Pair:
    """One connection, from whoever made it through the relay to its target."""

    def __init__(self, relay: Relay, way: Way) -> None:
        self._relay, self.way = relay, way
        self.source, self.address = "", ("", 0)
        self.troubles: list[Trouble] = []
        self._there, self._back = Flow(self, "there"), Flow(self, "back")
        self._ended = 0

    def accept(self) -> Side:
        return Caller(self, self._there, self._back)

    def begin(self, transport: asyncio.Transport) -> None:
        """Somebody has come."""
        self.address = transport.get_extra_info("peername")[:2]
        self.way.pairs.add(self)
        self._relay.consider(self)
        if self._relay.refuses(self):
            self.reset()
            return
        self._relay.later(self._reach())

    async def _reach(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: Side(self, self._back, self._there), *self.way.behind)
        except OSError:
            self.reset()
            return
        self._there.go_on()
        if self._there.source is None or self._there.source.is_closing():
            self._there.came("closed")  # it left before the other was reached

    def revise(self, troubles: list[Trouble]) -> None:
        """The troubles that it has from now on."""
        if any(one not in self.troubles for one in troubles):
            self._there.forget()
            self._back.forget()
        self.troubles = troubles
        self._there.go_on()
        self._back.go_on()

    def drop(self) -> None:
        """What was said has been sent; nothing more will be, in either direction."""
        asyncio.get_running_loop().call_later(TICK, self.reset)

    def reset(self) -> None:
        """End it at both sides at once, as if the line were broken and both were told."""
        for transport in (self._there.source, self._back.source):
            if transport and not transport.is_closing():
                with contextlib.suppress(OSError):
                    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                transport.abort()
        self.way.pairs.discard(self)

    def lost(self) -> None:
        self._ended += 1
        if self._ended == 2:
            self.way.pairs.discard(self)


class Caller(Side):
    """The side of whoever has called."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._pair.begin(cast(asyncio.Transport, transport))


class Way:
    """A target: where it is called, and where it really is."""

    def __init__(self, target: str, port: int, behind: Address) -> None:
        self.target, self.port, self.behind = target, port, behind
        self.pairs: set[Pair] = set()
        self.server: asyncio.Server | None = None


class Relay:
    """All ways of a platform, and what is wrong with its lines."""

    def __init__(self, host: str, owners: Callable[[Mapping[str, Any]], Callable[[Address, int], str]]) -> None:
        """`owners` makes, of who is known, something that tells whose an address is."""
        self._host, self._owners = host, owners
        self._ways: dict[str, Way] = {}
        self._who: dict[str, Any] = {}
        self._troubles: dict[int, Trouble] = {}
        self._count = 0
        self._work: set[asyncio.Future[Any]] = set()

    async def answer(self, line: bytes) -> bytes:
        """Do what a line says."""
        request = json.loads(line)
        told: dict[str, Any] = {"id": request.get("id")}
        try:
            told["result"] = await getattr(self, f"do_{request.pop('do')}")(request)
        except (OSError, KeyError, ValueError) as error:
            told["failure"] = f"{type(error).__name__}: {error}"
        return json.dumps(told).encode() + b"\n"

    async def do_open(self, request: Mapping[str, Any]) -> None:
        target = request["target"]
        way = self._ways.setdefault(target, Way(target, request["port"], (request["host"], request["behind"])))
        if way.server is None:
            way.server = await asyncio.get_running_loop().create_server(
                lambda: Pair(self, way).accept(), self._host, way.port, backlog=4096
            )

    async def do_close(self, request: Mapping[str, Any]) -> None:
        way = self._ways.get(request["target"])
        if way and way.server:
            way.server.close()
            way.server = None

    async def do_who(self, request: Mapping[str, Any]) -> None:
        self._who[request["source"]] = request.get("pid") or request.get("host")

    async def do_trouble(self, request: Mapping[str, Any]) -> int:
        trouble = Trouble(
            request["source"],
            request["target"],
            request["kind"],
            request["direction"],
            request["amount"],
            frozenset(request["ports"]),
            began=_now(),
        )
        self._count += 1
        self._troubles[self._count] = trouble
        self._tell_apart(self._ways[trouble.target].pairs)
        self._revise(trouble.target)
        if trouble.kind == "cut":
            for pair in [one for one in self._ways[trouble.target].pairs if trouble.afflicts(one)]:
                trouble.meet()
                pair.reset()
        return self._count

    async def do_meetings(self, request: Mapping[str, Any]) -> list[float]:
        return self._troubles[request["number"]].meetings

    async def do_relieve(self, request: Mapping[str, Any]) -> int:
        trouble = self._troubles.pop(request["number"], None)
        if trouble is None:
            return 0
        self._revise(trouble.target)
        return trouble.met

    async def do_check(self, request: Mapping[str, Any]) -> None:
        """Reach a target; what comes of it is the failure."""
        _, writer = await asyncio.open_connection(*self._ways[request["target"]].behind)
        writer.close()

    async def do_all(self, request: Mapping[str, Any]) -> list[list[str]]:
        """End every trouble; kind, source and target of each."""
        ended = list(self._troubles.values())
        self._troubles.clear()
        for target in {one.target for one in ended}:
            self._revise(target)
        return [[one.kind, one.source, one.target] for one in ended]

    def consider(self, pair: Pair) -> None:
        """Give a new connection the troubles of its line. Whose it is, is looked for only where that matters."""
        here = [one for one in self._troubles.values() if one.target == pair.way.target]
        if any(one.source for one in here):
            self._tell_apart([pair])
        pair.revise([one for one in here if one.afflicts(pair)])

    def refuses(self, pair: Pair) -> bool:
        found = [one for one in pair.troubles if one.kind in ENDING]
        for trouble in found:
            trouble.meet()
        return bool(found)

    def later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def _tell_apart(self, pairs: Any) -> None:
        unknown = [pair for pair in pairs if not pair.source]
        if unknown:
            owner_of = self._owners(self._who)
            for pair in unknown:
                pair.source = owner_of(pair.address, pair.way.port)

    def _revise(self, target: str) -> None:
        for pair in list(self._ways[target].pairs):
            pair.revise([one for one in self._troubles.values() if one.afflicts(pair)])


def by_process(who: Mapping[str, Any]) -> Callable[[Address, int], str]:
    """Whose an address of this machine is: that of the process that holds the socket."""
    holders: dict[str, str] = {}
    for name, pid in who.items():
        with contextlib.suppress(OSError):
            for descriptor in os.scandir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    holders[os.readlink(descriptor.path)] = name
    sockets, more = _sockets(), iter(range(LOOKS))

    def owner(address: Address, called: int) -> str:
        """The table is not read at one moment, so one may be missing in it that is there. It is read a few times more
        for all together: nothing passes meanwhile, and with many that are gone and thousands in it that took seconds.
        """
        ends = address[1], called
        while ends not in sockets and next(more, None) is not None:
            sockets.update(_sockets())
        return holders.get(sockets.get(ends, ""), CLIENTS)

    return owner


def _sockets() -> dict[tuple[int, int], str]:
    """The sockets of this machine, by their own port and the one they have called."""
    found = {}
    with open("/proc/net/tcp", encoding="ascii") as table:
        next(table)
        for line in table:
            fields = line.split()
            own, called = (int(fields[column].partition(":")[2], 16) for column in (1, 2))
            found[own, called] = f"socket:[{fields[9]}]"
    return found


def by_address(who: Mapping[str, Any]) -> Callable[[Address, int], str]:
    """Whose an address of a network is: that of the container with this name."""
    known: dict[str, str] = {}
    for name, host in who.items():
        with contextlib.suppress(OSError):
            known |= {str(found[4][0]): name for found in socket.getaddrinfo(host, None, socket.AF_INET)}
    return lambda address, called: known.get(address[0], CLIENTS)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def main(descriptor: str) -> None:
    """Serve on 127.0.0.1 until whoever holds the other end of this socket ends."""
    relay = Relay("127.0.0.1", by_process)
    reader, writer = await asyncio.open_unix_connection(sock=socket.socket(fileno=int(descriptor)))
    while line := await reader.readline():
        writer.write(await relay.answer(line))


async def contained(target: str, port: str, host: str) -> None:
    """Serve in a container of its own, for one target, until the container ends."""
    relay = Relay("0.0.0.0", by_address)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await relay.answer(await reader.readline()))
        writer.close()

    await relay.do_open({"target": target, "port": int(port), "host": host, "behind": int(port)})
    async with await asyncio.start_unix_server(serve, CONTROL) as server:
        await server.serve_forever()


async def tell(line: str) -> None:
    """Hand a line to the relay in this container, and write what it answers."""
    reader, writer = await asyncio.open_unix_connection(CONTROL)
    writer.write(line.encode() + b"\n")
    sys.stdout.buffer.write(await reader.readline())
    writer.close()


if __name__ == "__main__":
    if sys.argv[1] == "tell":
        asyncio.run(tell(sys.argv[2]))
    else:
        import uvloop

        uvloop.run(contained(*sys.argv[2:]) if sys.argv[1] == "contained" else main(sys.argv[1]))
