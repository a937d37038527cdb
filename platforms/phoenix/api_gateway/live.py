"""Transitions as they happen, to whoever subscribed and may see them: each once, in order, whoever made them.

They are read from the table that the database writes them to. A transition is told once no transaction is under way
that began before it: so none that is committed later, with a lower number, is missed or told out of order.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import asyncpg

from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.common.fields import iso
from platforms.common.security import Caller
from platforms.common.sockets import Connection

log = logging.getLogger(__name__)

LOOKING_SECONDS = 0.05
AWAY_SECONDS = 0.3
EXPERIMENTS = "experiment.updates"
"""The topic of all experiments of a tenant; that of one is `experiment:<id>`."""


class Subscriber(Connection):
    """A socket, and what it wants to hear."""

    topics: set[str]

    def __init__(self, *connection: Any) -> None:
        super().__init__(*connection)
        self.topics = set()

    def hears(self, tenant: str, experiment_id: UUID) -> bool:
        return tenant == self.caller.tenant and bool(self.topics & {EXPERIMENTS, f"experiment:{experiment_id}"})


class Live:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._subscribers: set[Subscriber] = set()

    @contextmanager
    def admit(self, subscriber: Subscriber) -> Iterator[None]:
        self._subscribers.add(subscriber)
        try:
            yield
        finally:
            self._subscribers.discard(subscriber)

    def callers(self) -> list[tuple[Subscriber, Caller]]:
        return [(subscriber, subscriber.caller) for subscriber in self._subscribers]

    async def tell(self) -> None:
        """Look for what is new again and again, until it is cancelled."""
        told_before: str | None = None
        while True:
            try:
                told_before = await self._tell_new(told_before)
            except ApiError as error:  # the database is away: it is told when it is back
                log.warning("transitions wait to be told: %s", error)
                await asyncio.sleep(AWAY_SECONDS)
            except Exception:
                log.exception("telling failed")
                await asyncio.sleep(AWAY_SECONDS)
            await asyncio.sleep(LOOKING_SECONDS)

    async def _tell_new(self, since: str | None) -> str:
        """Tell of the transactions from `since` on that are all over; returns the first one that is not."""
        async with self._database.connection() as connection:
            until: str = await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
            if since is None or since == until:
                return until
            rows = await connection.fetch(
                "SELECT t.*, e.name FROM transitions t JOIN experiments e ON e.id = t.experiment_id"
                " WHERE t.transaction >= $1::text::xid8 AND t.transaction < $2::text::xid8 ORDER BY t.sequence",
                *(since, until),
            )
        for row in rows:
            self._send(row)
        return until

    def _send(self, row: asyncpg.Record) -> None:
        hearing = [one for one in self._subscribers if one.hears(row["tenant"], row["experiment_id"])]
        if hearing:
            frame = json.dumps(
                {
                    "type": "experiment.state_changed",
                    "experiment_id": str(row["experiment_id"]),
                    "name": row["name"],
                    "previous_state": row["previous"],
                    "current_state": row["next"],
                    "reason": row["reason"],
                    "sequence": row["sequence"],
                    "time": iso(row["at"]),
                }
            )
            for subscriber in hearing:
                subscriber.send(frame)
