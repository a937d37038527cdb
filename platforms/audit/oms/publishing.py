"""From the outbox to the broker: everything, in order, whatever happens meanwhile.

One instance at a time publishes, whoever has the advisory lock. What it sends goes out in one go over one connection,
so that the stream has the first of it, or all, and never a later event without an earlier one; what was not confirmed
is sent again with the same id, by which the stream (for two minutes) and the consumer (for ever) know it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

from nats.aio.client import Client
from nats.js.errors import BadRequestError, NotFoundError
from prometheus_client import Counter

from platforms.audit.oms.trail import event_of
from platforms.audit.shape import EVENTS
from platforms.common.database import Database
from platforms.common.events import Events

log = logging.getLogger(__name__)

AT_ONCE = EVENTS.at_once
IDLE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 2.0
ACK_SECONDS = 2.0
PUBLISHER = "publisher of the outbox"
PUBLISHED = Counter("audit_events_published_total", "Events that the broker has confirmed.")


class Publisher:
    """Empties the outbox as long as it runs."""

    def __init__(self, database: Database, events: Events) -> None:
        self._database, self._events = database, events
        self.complaint = ""
        """Why events wait, if they do."""

    @property
    def _client(self) -> Client:
        """As it is now: one that has given up is replaced."""
        return self._events.client

    async def run(self) -> None:
        """Publish until cancelled. Whatever is away, it goes on when that is back."""
        pause = IDLE_SECONDS
        while True:
            try:
                if not self._client.is_connected:
                    raise ConnectionError("the broker is away")
                published = await self._round()
                self.complaint, pause = "", IDLE_SECONDS
                if published < AT_ONCE:
                    await asyncio.sleep(IDLE_SECONDS)
            except Exception as error:
                if str(error) != self.complaint:
                    log.warning("events wait in the outbox: %r", error)
                self.complaint = str(error) or type(error).__name__
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def waiting(self) -> int:
        """How many events have not been published yet."""
        return int(await self._database.value("SELECT count(*) FROM outbox"))

    async def _round(self) -> int:
        """Publish the oldest events and take them out of the outbox; how many those were."""
        async with self._database.transaction() as connection:
            if not await connection.fetchval("SELECT pg_try_advisory_xact_lock(hashtext($1))", PUBLISHER):
                return 0
            rows = [
                dict(row) for row in await connection.fetch("SELECT * FROM outbox ORDER BY sequence LIMIT $1", AT_ONCE)
            ]
            if rows:
                await self._ensure_stream()
                confirmed = await self._send([event_of(row) for row in rows])
                gone = [row["sequence"] for row in rows[:confirmed]]
                await connection.execute("DELETE FROM outbox WHERE sequence = ANY($1)", gone)
                PUBLISHED.inc(confirmed)
        if rows and confirmed < len(rows):
            raise ConnectionError(f"{len(rows) - confirmed} events were not confirmed")
        return len(rows)

    async def _send(self, events: list[dict[str, Any]]) -> int:
        """Send them in one go; how many were confirmed before the first that was not."""
        jetstream = self._client.jetstream(timeout=ACK_SECONDS)
        asked = [
            asyncio.ensure_future(
                jetstream.publish(
                    f"audit.activity.{event['data']['target']['resource_type']}",
                    json.dumps(event).encode(),
                    headers={"Nats-Msg-Id": event["id"], "Nats-Expected-Stream": EVENTS.name},
                )
            )
            for event in events
        ]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        refused = next((at for at, answer in enumerate(answers) if isinstance(answer, BaseException)), len(answers))
        if refused < len(answers):
            log.warning("event %s was not confirmed: %r", events[refused]["id"], answers[refused])
        return refused

    async def _ensure_stream(self) -> None:
        jetstream = self._client.jetstream(timeout=ACK_SECONDS)
        try:
            await jetstream.stream_info(EVENTS.name)
        except NotFoundError:
            with suppress(BadRequestError):  # somebody else has just made it
                await jetstream.add_stream(EVENTS.config)
