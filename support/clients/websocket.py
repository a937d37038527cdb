"""A live connection as a person's device holds it: every frame stamped the moment it arrives."""

import asyncio
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from support.clients import background, tls
from support.clients.address import shown
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.observing.waiting import patient

if TYPE_CHECKING:
    import ssl

    from websockets.asyncio.client import ClientConnection

TIMEOUT = 5.0
"""Seconds for the opening handshake."""
_GOODBYE = 1.0  # seconds for the closing one; a frozen service never answers it
GONE = 1006
"""The code of a connection that ended without a closing handshake."""


@dataclass(frozen=True)
class Frame:
    """A frame that arrived.

    `at` is UTC, `clock` the `time.perf_counter()` of the arrival, `data` the JSON object it carries; empty
    for anything else, which `text` has as it came.
    """

    at: datetime
    clock: float
    data: dict[str, Any]
    text: str


@dataclass(frozen=True)
class Closed:
    """How a connection ended: the code, the reason that the other side gave, and when."""

    code: int
    reason: str
    at: datetime
    clock: float


class Refused(Exception):
    """The opening handshake was answered with something else: a status, with a body."""

    def __init__(self, address: str, status: int, body: bytes) -> None:
        self.status = status
        self.body = body
        super().__init__(f"{address} refused the connection with {status}: {body[:200].decode('utf-8', 'replace')}")


class SocketClient:
    """A WebSocket connection, open from the start, read until it ends.

    It lives on the background loop. The driver's threaded client reads and writes one TLS connection from two
    threads, which OpenSSL does not allow: about one handshake in two hundred was lost that way.
    """

    def __init__(
        self,
        url: str,
        *,
        journal: Journal,
        correlation_id: str,
        authority: Path | None,
        token: str | None = None,
        subprotocols: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        who: str = "",
    ) -> None:
        """Connect to a `wss:` or `ws:` URL; `https:` and `http:` mean the same.

        `token` goes into the Authorization header. Raises `Refused` when the service answers the opening
        handshake with anything but a connection, and `Unreachable` when it does not answer.
        """
        from websockets.exceptions import InvalidHandshake, InvalidStatus

        self.url = url.replace("http", "ws", 1) if url.startswith("http") else url
        self._journal = journal
        self._who = who or "somebody"
        self._frames: list[Frame] = []
        self.closed: Closed | None = None
        address, query = shown(self.url), urlsplit(self.url).query
        sent = {"X-Correlation-Id": correlation_id}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        trust = tls.context(authority) if self.url.startswith("wss:") else None
        try:
            self._connection = background.wait(
                _connect(self.url, trust, sent | dict(headers or {}), subprotocols), TIMEOUT + _GOODBYE
            )
        except InvalidStatus as refusal:
            status, body = refusal.response.status_code, bytes(refusal.response.body or b"")
            self._record(f"was refused at {address}: {status}", query=query, body=body.decode("utf-8", "replace"))
            raise Refused(address, status, body) from None
        except (InvalidHandshake, OSError, TimeoutError) as error:
            self._record(f"did not reach {address}: {error}", query=query)
            raise Unreachable(address, "the opening handshake", str(error) or type(error).__name__) from None
        self._record(f"connected to {address}", query=query, subprotocol=self.subprotocol)
        self._reader = asyncio.run_coroutine_threadsafe(self._read(), background.loop())

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol that the service chose."""
        return self._connection.subprotocol

    @property
    def frames(self) -> list[Frame]:
        """All frames so far, in the order they arrived: a copy."""
        return self._frames.copy()

    def send(self, data: Mapping[str, Any]) -> float:
        """Send a JSON object; return the `time.perf_counter()` just before it left.

        Raises `Unreachable` when the connection has ended.
        """
        clock = self.send_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), journal=False)
        self._record(f"→ {data.get('type', 'frame')}", data=data)
        self._journal.contacts.spoke(self.url, "→", data.get("type"))
        return clock

    def send_text(self, text: str | bytes, *, journal: bool = True, as_text: bool = False) -> float:
        """Send a text as it is, JSON or not, or bytes as a frame that is no text; otherwise like `send`.

        With `as_text` bytes are said to be one, whether they are or not.
        """
        from websockets.exceptions import ConnectionClosed

        clock = perf_counter()
        try:
            background.wait(self._connection.send(text, text=True if as_text else None), TIMEOUT)
        except (ConnectionClosed, TimeoutError) as error:
            raise Unreachable(shown(self.url), "a frame", str(error) or type(error).__name__) from None
        if journal:
            self._record("→ text", text=text if isinstance(text, str) else repr(text))
        return clock

    def stop_reading(self) -> None:
        """Leave what comes where it is, as a device does that hangs; sending goes on.

        The system takes in no more than it has room for now; else it would make room for megabytes. (Let what comes be
        large: out of room for many small parts, a system throws them away, and with them the word that what was sent
        from here has come.)
        """
        self._record("reads no more")
        line: socket.socket = self._connection.transport.get_extra_info("socket")
        room = line.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room // 2)  # which is doubled
        background.loop().call_soon_threadsafe(self._pause)

    def _pause(self) -> None:
        """Not ask either whether the other side is there: that the answer is not read would end the connection."""
        if self._connection.keepalive_task is not None:
            self._connection.keepalive_task.cancel()
        self._connection.transport.pause_reading()

    def go_on_reading(self) -> None:
        """Read what has come meanwhile, and go on."""
        self._record("reads on")
        background.loop().call_soon_threadsafe(self._connection.transport.resume_reading)

    def drop(self) -> None:
        """Vanish: end the TCP connection without a closing handshake, as a lost line or a killed device does."""
        self._record("drops the line")
        background.loop().call_soon_threadsafe(self._connection.transport.abort)
        self._reader.result(patient(2 * _GOODBYE))

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Say goodbye and end the connection; nothing happens when it has ended already."""
        if self.closed is None:
            self._record(f"closes the connection ({code})")
        background.wait(self._connection.close(code, reason), 3 * _GOODBYE)
        self._reader.result(patient(2 * _GOODBYE))

    async def _read(self) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            while True:
                message = await self._connection.recv()
                clock, at = perf_counter(), datetime.now(UTC)
                text = message if isinstance(message, str) else message.decode("utf-8", "replace")
                data = json_object(text)
                self._frames.append(Frame(at, clock, data, text))
                self._journal.contacts.spoke(self.url, "←", data.get("type"))
                self._record(f"← {data.get('type', 'frame')}", at=at, **({"data": data} if data else {"text": text}))
        except ConnectionClosed as end:
            close = end.rcvd
            self.closed = Closed(
                close.code if close else GONE, close.reason if close else "", datetime.now(UTC), perf_counter()
            )
            self._record(f"connection ended: {self.closed.code} {self.closed.reason}".rstrip(), at=self.closed.at)

    def _record(self, what: str, *, at: datetime | None = None, **details: object) -> None:
        self._journal.record("websocket", f"{self._who} {what}", at=at, who=self._who, **details)


async def _connect(
    url: str, trust: "ssl.SSLContext | None", headers: Mapping[str, str], subprotocols: Sequence[str]
) -> "ClientConnection":
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    return await connect(
        url,
        ssl=trust,
        additional_headers=headers,
        subprotocols=[Subprotocol(each) for each in subprotocols] or None,
        user_agent_header="acceptance",
        compression=None,  # frames are small, and times are taken
        proxy=None,
        open_timeout=patient(TIMEOUT),
        close_timeout=patient(_GOODBYE),
        max_size=None,
    )


def json_object(text: str) -> dict[str, Any]:
    """The JSON object that a text is; empty for anything else."""
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
