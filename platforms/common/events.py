"""Events between services, over NATS JetStream, through a transactional outbox.

An event is written to the outbox in the transaction of the change it tells of, and published after
the commit: a change that is rolled back is never told, and one that is committed is told even if
NATS is away at the moment. Consumers are durable: what happens while a service is down reaches it
when it is back. Delivery is at least once, in order; handlers must bear repetition.

Envelope: `{"id", "type", "time", "source", "correlation_id", "data"}`; subject
`<domain>.events.<what>`, for instance `user.events.signed_in`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig, StreamConfig
from nats.js.client import JetStreamContext
from nats.js.errors import BadRequestError, NotFoundError
from redis.exceptions import RedisError

from platforms.common.background import Work, kept_up
from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.common.logs import correlation_id

log = logging.getLogger(__name__)

CONNECT_SECONDS = 2
"""How long a starting service waits for NATS before it goes on without."""
ANEW_SECONDS = 5.0
"""A client that has been without NATS for so long is replaced, as it may have given up: whatever surprises it while it
connects again ends that for good."""
FETCH_SECONDS = 1
"""How long one request for events lasts; one that a restart of NATS loses costs as much."""
GATHER_SECONDS = 0.02
"""What is committed shortly after one another goes out together, and a burst of work comes before its news."""
Handler = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Stream:
    """What JetStream keeps of a platform's events, and how events are told and handled."""

    name: str
    subjects: Sequence[str]
    keep_seconds: float = 7 * 24 * 3600
    most_bytes: int = -1
    most_messages: int = -1
    duplicate_seconds: float = 120
    """For how long the id of an event that was told is known, so that it is not told twice."""
    at_once: int = 50
    """Events of the outbox that are published together."""
    tries: int = 5
    """How often an event is handled that cannot be, before it is given up."""
    pause_seconds: float = 0.5
    """How long the next try waits."""
    work_seconds: float = 5
    """How long handling an event may take before it is given to somebody again."""

    @property
    def config(self) -> StreamConfig:
        """As JetStream has it."""
        return StreamConfig(
            name=self.name,
            subjects=list(self.subjects),
            max_age=self.keep_seconds,
            max_bytes=self.most_bytes,
            max_msgs=self.most_messages,
            duplicate_window=self.duplicate_seconds,
        )


@dataclass(frozen=True)
class Change:
    """A transaction under way, and the events that tell of it."""

    connection: Connection
    source: str

    async def emit(self, subject: str, data: dict[str, Any]) -> dict[str, Any]:
        """Tell of it, when it is committed; returns the event with its envelope."""
        event = self.event(subject, data)
        await self.emit_all([event])
        return event

    def event(self, subject: str, data: dict[str, Any]) -> dict[str, Any]:
        """An event in its envelope."""
        return {
            "id": str(uuid.uuid4()),
            "type": subject,
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "source": self.source,
            "correlation_id": correlation_id.get(),
            "data": data,
        }

    async def emit_all(self, events: Sequence[dict[str, Any]]) -> None:
        """Tell of all these, in this order, when they are committed."""
        await self.connection.executemany(
            "INSERT INTO outbox (subject, event) VALUES ($1, $2)",
            [(event["type"], event) for event in events],
        )


class Events:
    """The event bus as one service sees it."""

    def __init__(self, url: str, service: str, stream: Stream, database: Database | None) -> None:
        """`database` has the outbox; None for a service that tells of nothing."""
        self._url, self._service, self._stream = url, service, stream
        self._database = database
        self._client: Client | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._listening: list[tuple[str, Callable[[Msg], Awaitable[None]]]] = []
        self._listens = False
        """Whether this client is subscribed to all of these."""
        self._complaint = ""
        self._committed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Connect. When NATS is away this goes on in the background: a service does without for a while."""
        connecting = self._begin()
        await asyncio.wait({connecting}, timeout=CONNECT_SECONDS)
        self._keep_up(self._stay)
        if self._database is not None:
            self._keep_up(partial(self._publish_outbox, self._database))

    def _begin(self) -> asyncio.Task[None]:
        """Connect with a client of its own."""
        self._client, self._listens = Client(), False
        self._connecting = asyncio.create_task(self._connect(self._client))
        return self._connecting

    async def _connect(self, client: Client) -> None:
        await client.connect(
            self._url,
            name=self._service,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,  # type: ignore[arg-type]  # seconds, and a fraction works
            ping_interval=1,  # a broker that hangs is noticed within three seconds
            error_cb=self._complain,
            reconnected_cb=self._is_back,
        )
        for subject, hear in self._listening:
            await client.subscribe(subject, cb=hear)
        self._listens = True

    async def _stay(self) -> None:
        """See to it that some client connects."""
        seen_at = time.monotonic()
        while True:
            await asyncio.sleep(ANEW_SECONDS / 10)
            if self.client.is_connected and self._listens:
                seen_at = time.monotonic()
            elif time.monotonic() - seen_at > ANEW_SECONDS:
                await self._end()
                self._begin()
                seen_at = time.monotonic()

    async def _end(self) -> None:
        """Let go of this client, whatever state it is in."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self.client.close()
        except Exception as error:
            log.info("a client of NATS did not end as it should: %r", error)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._end()

    async def ping(self) -> None:
        """Ask JetStream for its state (not `flush`: the client dies of a pong that comes too late)."""
        if not self.client.is_connected:
            raise ConnectionError("not connected")
        await self._jetstream.account_info()

    @property
    def client(self) -> Client:
        assert self._client is not None, "the event bus is not open"
        return self._client

    @property
    def _jetstream(self) -> JetStreamContext:
        return self.client.jetstream(timeout=2)

    async def _complain(self, error: Exception) -> None:
        if repr(error) != self._complaint:  # not each of the tries to connect again
            log.warning("NATS: %r", error)
        self._complaint = repr(error)

    async def _is_back(self) -> None:
        log.info("NATS is back")
        self._complaint = ""

    async def _connected(self) -> None:
        while not self.client.is_connected:
            await asyncio.sleep(0.1)

    async def _ensure_stream(self) -> None:
        """Make the stream, unless it is there already."""
        try:
            await self._jetstream.stream_info(self._stream.name)
        except NotFoundError:
            log.info("making the stream %s", self._stream.name)
            with suppress(BadRequestError):  # another service has just made it
                await self._jetstream.add_stream(self._stream.config)

    @asynccontextmanager
    async def change(self) -> AsyncIterator[Change]:
        """A transaction whose events go out once it is committed."""
        assert self._database is not None, "this service has no database"
        async with self._database.transaction() as connection:
            yield Change(connection, self._service)
        self._committed.set()

    async def listen(self, subject: str, handler: Handler) -> None:
        """Hear what happens from now on; for what only matters to those present."""

        async def hear(message: Msg) -> None:
            try:
                await _handle(message, handler)
            except asyncio.CancelledError:  # the client ends what raises it, for good
                if (task := asyncio.current_task()) is None or task.cancelling():
                    raise
                log.exception("event %s was not handled", message.subject)
            except Exception:
                log.exception("event %s was not handled", message.subject)

        self._listening.append((subject, hear))
        if self._listens:  # else it is, with all the others, as soon as NATS is there
            await self.client.subscribe(subject, cb=hear)

    def consume(self, subjects: Sequence[str], handler: Handler) -> None:
        """Handle every event on these subjects at least once, also those from while we were down.

        In order: the next one comes when this one is done. One that finds something away comes again
        until it is done; one that cannot be handled for another reason is given up after so many tries as the
        stream allows.
        """
        self._keep_up(partial(self._consume, list(subjects), handler))

    def _keep_up(self, work: Work) -> None:
        self._tasks.append(asyncio.create_task(kept_up(work)))

    async def _consume(self, subjects: list[str], handler: Handler) -> None:
        durable = self._service
        config = ConsumerConfig(
            durable_name=durable, filter_subjects=subjects, ack_wait=self._stream.work_seconds, max_ack_pending=1
        )
        while True:
            await self._connected()
            try:
                await self._ensure_stream()
                await self._jetstream.add_consumer(self._stream.name, config)
                subscription = await self._jetstream.pull_subscribe_bind(durable, stream=self._stream.name)
                try:
                    while True:
                        with suppress(TimeoutError):
                            for message in await subscription.fetch(1, timeout=FETCH_SECONDS):
                                await self._settle(message, handler)
                finally:
                    with suppress(NatsError):
                        await subscription.unsubscribe()
            except (NatsError, OSError) as error:
                log.warning("events cannot be consumed: %s", error)
                await asyncio.sleep(0.2)

    async def _settle(self, message: Msg, handler: Handler) -> None:
        try:
            await _handle(message, handler)
        except Exception as error:
            log.warning("event %s was not handled: %r", message.subject, error, exc_info=not _passes(error))
            if _passes(error) or message.metadata.num_delivered < self._stream.tries:
                await message.nak(delay=self._stream.pause_seconds)
            else:
                log.error("event %s is given up", message.subject)
                await message.term()
        else:
            await message.ack()

    async def _publish_outbox(self, database: Database) -> None:
        delay = 0.2
        while True:
            await self._connected()
            try:
                await self._ensure_stream()
                while self.client.is_connected:
                    self._committed.clear()
                    while await self._publish_some(database) == self._stream.at_once:
                        pass
                    delay = 0.2
                    with suppress(TimeoutError):
                        async with asyncio.timeout(1):  # Python 3.11's wait_for may swallow a cancellation
                            await self._committed.wait()
                            await asyncio.sleep(GATHER_SECONDS)
            except Exception as error:
                log.warning("events wait in the outbox: %s", error)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2)

    async def _publish_some(self, database: Database) -> int:
        """Publish the oldest events in order and take them out of the outbox; returns how many."""
        async with database.transaction() as connection:
            rows = await connection.fetch(
                "SELECT id, subject, event FROM outbox ORDER BY id LIMIT $1 FOR UPDATE", self._stream.at_once
            )
            for row in rows:
                await self._jetstream.publish(
                    row["subject"],
                    json.dumps(row["event"]).encode(),
                    headers={"Nats-Msg-Id": row["event"]["id"]},
                )
            if rows:
                await connection.execute("DELETE FROM outbox WHERE id = ANY($1)", [row["id"] for row in rows])
            return len(rows)


def _passes(error: Exception) -> bool:
    """Whether it is likely to go better in a while: something that the handler needs is away."""
    return isinstance(error, (RedisError, NatsError, OSError)) or (isinstance(error, ApiError) and error.status >= 500)


async def _handle(message: Msg, handler: Handler) -> None:
    event = json.loads(message.data)
    token = correlation_id.set(event.get("correlation_id", ""))
    try:
        await handler(event)
    finally:
        correlation_id.reset(token)
