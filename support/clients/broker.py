"""An ear on a platform's NATS, and a voice.

The driver is asyncio's, so it lives on one background loop per process, which also works while sync
Playwright keeps the main thread's own.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from support.clients import background
from support.clients.address import shown
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.inventory.things import CONSUMER, MESSAGES, STREAM, Thing
from support.observing.waiting import patient

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg
    from nats.aio.subscription import Subscription as DriverSubscription
    from nats.js.api import RawStreamMsg

TIMEOUT = 5.0
"""Seconds for a connection, and for each round trip."""
READ_AT_ONCE = 100
"""Messages of a stream that are asked for together."""
SUBJECT = "subject at the broker"
"""Beside what a message of a stream says: on which subject it came."""

T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """A message that arrived.

    `at` is UTC, `clock` the `time.perf_counter()` of the arrival, `data` the JSON object it carries; empty
    for anything else, which `text` has as it came.
    """

    at: datetime
    clock: float
    subject: str
    data: dict[str, Any]
    text: str
    headers: Mapping[str, str]


class Subscription:
    """What has arrived on a subject since the subscription."""

    def __init__(self, subject: str, journal: Journal) -> None:
        self.subject = subject
        self._journal = journal
        self._messages: list[Message] = []
        self._driver: DriverSubscription | None = None

    @property
    def messages(self) -> list[Message]:
        """All messages so far, in the order they arrived: a copy."""
        return self._messages.copy()

    def end(self) -> None:
        """Listen no longer."""
        from nats.errors import Error

        if self._driver is not None:
            with suppress(Error):  # the connection or the subscription has ended already
                background.wait(self._driver.unsubscribe(), TIMEOUT)

    async def _arrived(self, arrived: "Msg") -> None:
        clock, at = perf_counter(), datetime.now(UTC)
        text = arrived.data.decode("utf-8", "replace")
        data = _object(text)
        self._messages.append(Message(at, clock, arrived.subject, data, text, dict(arrived.headers or {})))
        self._journal.contacts.event(arrived.subject)
        self._journal.record("nats", f"← {arrived.subject}", at=at, **({"data": data} if data else {"text": text}))


def _object(text: str | bytes) -> dict[str, Any]:
    """The JSON object that a message carries; empty for anything else."""
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


async def _arrival(client: "Client") -> None:
    """Return when the server has carried out everything that was sent before.

    The driver's flush sends its PING past commands that still wait to be written. They are written while the first
    one is answered, so the answer to a second one comes after them.
    """
    await client.flush()
    await client.flush()


class Broker:
    """A broker by its address, connected at the first need; reconnects by itself, and subscriptions go on."""

    def __init__(self, url: str, journal: Journal) -> None:
        """`url` is nats://user:password@host:port."""
        self._url = url
        self._journal = journal
        self._live: Client | None = None

    def subscribe(self, subject: str) -> Subscription:
        """Listen to a subject (`*` is one word, `>` all that follow); the server knows when this returns."""
        subscription = Subscription(subject, self._journal)
        client = self._client()

        async def listen() -> None:
            subscription._driver = await client.subscribe(subject, cb=subscription._arrived)
            await _arrival(client)

        self._ask(listen(), f"a subscription to {subject}")
        self._journal.record("nats", f"listens to {subject}")
        return subscription

    def publish(self, subject: str, data: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> float:
        """Publish a JSON object; the server has it when this returns.

        Returns the `time.perf_counter()` just before it left.
        """
        return self.publish_all(subject, [data], headers)

    def publish_all(
        self, subject: str, messages: Sequence[Mapping[str, Any] | bytes], headers: Mapping[str, str] | None = None
    ) -> float:
        """Publish JSON objects in one go, so that they arrive together and in this order; else as `publish`.

        Bytes go out as they are, be they JSON, text or neither.
        """
        client = self._client()
        payloads = [one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in messages]

        async def speak() -> float:
            clock = perf_counter()
            for payload in payloads:
                await client.publish(subject, payload, headers=dict(headers) if headers else None)
            await _arrival(client)
            return clock

        clock = self._ask(speak(), f"a message on {subject}")
        self._journal.contacts.event(subject)
        for data in messages:
            shown = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
            self._journal.record("nats", f"→ {subject}", data=shown)
        return clock

    def stream(self, name: str) -> dict[str, Any]:
        """What a stream keeps: `max_age` and `duplicate_window` in seconds, `max_bytes`, `max_msgs`, `storage` and
        `retention`. Raises `Unreachable` when there is no such stream."""

        async def ask() -> dict[str, Any]:
            config = (await client.jsm().stream_info(name)).config
            told = ("max_age", "max_bytes", "max_msgs", "duplicate_window", "storage", "retention")
            return {one: getattr(config, one) for one in told}

        client = self._client()
        found = self._ask(ask(), f"the stream {name}")
        self._journal.record("nats", f"looks at the stream {name}", **found)
        return found

    def kept(self, name: str, since: datetime) -> list[dict[str, Any]]:
        """The JSON objects that a stream keeps of what came since a moment, by the broker's clock, in their order.

        Each has its subject besides (`SUBJECT`). Raises `Unreachable` when there is no such stream.
        """

        client, what = self._client(), f"what the stream {name} keeps"
        manager = client.jsm()

        async def look() -> tuple[int, int]:
            state = (await manager.stream_info(name)).state
            return state.first_seq, state.last_seq

        async def read(places: range) -> "list[RawStreamMsg]":
            return await asyncio.gather(*(manager.get_msg(name, one) for one in places))

        first, place = self._ask(look(), what)
        found: list[dict[str, Any]] = []
        while place >= first:
            begin = max(first, place - READ_AT_ONCE + 1)
            there = self._ask(read(range(begin, place + 1)), what)  # each has its time: there may be very many
            late = [one for one in there if one.time is None or one.time >= since]
            found = [{**_object(one.data or b""), SUBJECT: one.subject} for one in late] + found
            if len(late) < len(there):
                break
            place = begin - 1
        self._journal.record("nats", f"reads {len(found)} messages of the stream {name}")
        return found

    def close(self) -> None:
        """End the connection and all subscriptions, if there are any."""
        if self._live is not None:
            background.wait(self._live.close(), TIMEOUT)
            self._live = None

    def _client(self) -> "Client":
        if self._live is None:
            from nats.aio.client import Client

            client = Client()
            self._ask(
                client.connect(
                    self._url,
                    name="acceptance",
                    connect_timeout=int(TIMEOUT),
                    reconnect_time_wait=0.1,  # type: ignore[arg-type]  # any number will do
                    max_reconnect_attempts=-1,
                    error_cb=self._trouble,
                ),
                "a connection",
            )
            self._live = client
        return self._live

    async def _trouble(self, error: Exception) -> None:
        if self._live is None:
            raise error  # ends the first attempt to connect, which the driver would repeat for ever
        self._journal.record("nats", f"trouble: {error or type(error).__name__}")

    def _ask(self, work: "Coroutine[Any, Any, T]", asked: str) -> T:
        from nats.errors import Error

        try:
            return background.wait(work, TIMEOUT)
        except (OSError, TimeoutError, Error) as error:
            raise Unreachable(shown(self._url), asked, str(error) or type(error).__name__) from None


def census(url: str) -> list[Thing]:
    """Return the JetStream streams of a broker, their consumers, and how many messages each subject holds.

    Leaves no connection, thread or loop behind, so that a process may fork after it.
    """
    with ThreadPoolExecutor(1) as thread:  # the main thread may have sync Playwright's loop
        return thread.submit(asyncio.run, _census(url)).result()


async def _census(url: str) -> list[Thing]:
    from nats.aio.client import Client
    from nats.errors import Error

    client = Client()
    try:
        async with asyncio.timeout(patient(TIMEOUT)):
            await client.connect(url, name="acceptance", allow_reconnect=False)
            return await _jetstream(client)
    except (OSError, TimeoutError, Error) as error:
        raise Unreachable(shown(url), "a census", str(error) or type(error).__name__) from None
    finally:
        await client.close()


async def _jetstream(client: "Client") -> list[Thing]:
    from nats.js.errors import ServiceUnavailableError

    manager = client.jsm()
    things = []
    try:
        streams = await _pages(manager.streams_info)
    except ServiceUnavailableError:  # a server without JetStream
        return []
    for stream in streams:
        name = str(stream.config.name)
        things.append(Thing(STREAM, "", name, {"subjects": stream.config.subjects}))
        for consumer in await _pages(partial(manager.consumers_info, name)):
            filters = consumer.config.filter_subjects or consumer.config.filter_subject
            things.append(Thing(CONSUMER, name, consumer.name, {"subjects": filters}))
        told = await manager.stream_info(name, subjects_filter=">")
        for subject, number in (told.state.subjects or {}).items():
            things.append(Thing(MESSAGES, name, subject, {"messages": number}))
    return things


async def _pages(ask: Callable[[int], Awaitable[list[Any]]]) -> list[Any]:
    """Everything that is told in pages, by where the page begins."""
    found: list[Any] = []
    while page := await ask(len(found)):
        found += page
    return found
