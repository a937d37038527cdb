"""Many clients of one service at once, each on a connection of its own, and as lean as can be.

A journey is made with `http.py`; where the service's own speed is looked at, what asks must not be slower than what
answers. So a client here is a generator: it yields what it asks for, and is sent the answer. It speaks HTTP/1.1 over
TLS, keeps its connection, and knows answers that tell their length.
"""

import asyncio
import gc
import ssl
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from support.clients import background, tls
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.observing.waiting import patient

GRACE = 30.0
"""Seconds that clients have to come to their end, beyond the time that they were given."""
END_OF_HEADERS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for; `body` is JSON.

    One that is `due` at a moment of `time.perf_counter` is asked then, or at once when that has passed.
    """

    method: str
    path: str
    body: bytes = b""
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What it was answered; `elapsed` is in seconds, from when it was due, or else from asking, to the last byte."""

    status: int
    body: bytes
    elapsed: float


Client = Generator[Request, Answer, None]
"""Somebody who asks for one thing after the other until they have no more to ask for. An `Unreachable` is thrown into
it when its connection ends before its answer has come, and what it asks for next goes over a new one."""


class Crowd:
    """Clients of one service."""

    def __init__(
        self, url: str, *, journal: Journal, correlation_id: str, authority: Path | None, told_apart: bool = False
    ) -> None:
        """`told_apart`: the correlation id of each client has its number behind it, from 0 on."""
        self._url, self._journal, self._authority = url, journal, authority
        self._correlation_id, self._told_apart = correlation_id, told_apart

    def run(self, clients: Sequence[tuple[str, Client]], seconds: float) -> None:
        """Let all of them do what they do, each with a token of its own, and return when they have ended.

        `seconds` is how long they mean to go on, which they look after themselves. Raises `TimeoutError` when they do
        not, `Unreachable` when there is no connection to be had, and whatever a client raises.
        """
        began = perf_counter()
        gc.collect()
        gc.disable()  # whoever tidies up for a tenth of a second would take it for the time of the service
        lines = [_Line(self._url, client, self._headers(token, at)) for at, (token, client) in enumerate(clients)]
        try:
            background.wait(self._all(lines), seconds + GRACE)
        finally:
            gc.enable()
        asked = sum(line.asked for line in lines)
        for line in lines:
            for (method, status), path in line.contacts.items():
                self._journal.contacts.called(method, self._url + path, status)
        took = perf_counter() - began
        self._journal.record("http", f"{len(lines)} clients of {self._url} asked {asked} times in {took:.1f} s")

    async def _all(self, lines: Sequence["_Line"]) -> None:
        await asyncio.gather(*(line.work(tls.context(self._authority)) for line in lines))

    def _headers(self, token: str, number: int) -> bytes:
        headers: Mapping[str, str] = {
            "Host": urlsplit(self._url).netloc,
            "Authorization": f"Bearer {token}",
            "X-Correlation-Id": self._correlation_id + (f"-{number}" if self._told_apart else ""),
            "User-Agent": "acceptance",
            "Content-Type": "application/json",
        }
        return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()


class _Line(asyncio.Protocol):
    """One client, and the connection that it has at the moment."""

    def __init__(self, url: str, client: Client, headers: bytes) -> None:
        self._url, self._client, self._headers = url, client, headers
        self.asked = 0
        self.contacts: dict[tuple[str, int], str] = {}
        """A path that was asked for, by how, and how it was answered."""
        self._request: Request | None = None
        self._received = b""
        self._since = 0.0
        self._sent = False
        self._waiting: asyncio.TimerHandle | None = None
        self._transport: asyncio.BaseTransport | None = None
        self._over: asyncio.Future[bool] | None = None

    async def work(self, context: ssl.SSLContext) -> None:
        """Until the client has no more to ask for."""
        parts = urlsplit(self._url)
        loop = asyncio.get_running_loop()
        self._request = next(self._client, None)
        while self._request is not None:
            self._over = loop.create_future()
            self._received = b""
            try:
                self._transport, _ = await asyncio.wait_for(
                    loop.create_connection(lambda: self, parts.hostname or "", parts.port or 443, ssl=context),
                    patient(tls.TIMEOUT),
                )
            except (OSError, TimeoutError) as error:
                raise Unreachable(self._url, "a connection", str(error) or type(error).__name__) from None
            self._ask()
            if not await self._over and self._sent:
                self._lose()

    def _lose(self) -> None:
        """Tell the client that its answer will not come; it may ask for something else."""
        request = self._request
        assert request is not None, "nothing was asked for"
        try:
            lost = Unreachable(self._url, f"{request.method} {request.path}", "the connection ended")
            self._request = self._client.throw(lost)
        except StopIteration:
            self._request = None

    def _ask(self) -> None:
        """Ask for what comes next, as soon as it is due."""
        assert self._request is not None, "there is nothing to ask for"
        self._sent = False
        wait = self._request.due - perf_counter()
        if wait > 0:
            self._waiting = asyncio.get_running_loop().call_later(wait, self._send)
        else:
            self._send()

    def _send(self) -> None:
        request, transport = self._request, self._transport
        assert request is not None and isinstance(transport, asyncio.WriteTransport)
        first = f"{request.method} {request.path} HTTP/1.1\r\nContent-Length: {len(request.body)}\r\n".encode()
        self.asked += 1
        self._sent = True
        self._since = request.due or perf_counter()
        transport.write(first + self._headers + b"\r\n" + request.body)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(END_OF_HEADERS)
        if not found or len(body) < (length := _length(head)):
            return
        status = int(head[9:12])
        request = self._request
        assert request is not None and self._over is not None and self._transport is not None
        self.contacts.setdefault((request.method, status), request.path.partition("?")[0])
        self._received = body[length:]
        try:
            self._request = self._client.send(Answer(status, body[:length], perf_counter() - self._since))
        except StopIteration:
            self._request = None
        except BaseException as error:
            self._over.set_exception(error)
            self._transport.close()
            return
        if self._request is None:
            self._over.set_result(True)
            self._transport.close()
        else:
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        if self._over is not None and not self._over.done():
            self._over.set_result(False)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
