"""Hands processor what it has to do, in order, for as long as it takes: nothing is lost while it is away."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from prometheus_client import Gauge

from platforms.common.errors import ApiError
from platforms.common.logs import correlation_id
from platforms.events.events_api.context import Api

log = logging.getLogger(__name__)

AT_ONCE = 100
IDLE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 1.0
WAITING = Gauge("events_handovers_waiting", "What processor has not been told yet.")
ONE_AT_A_TIME = "handing over to processor"


async def keep_handing_over(service: Api) -> None:
    """Until cancelled. Whatever is away, it goes on when that is back."""
    pause, complaint = IDLE_SECONDS, ""
    while True:
        service.waiting.clear()
        try:
            left = await _round(service)
            pause, complaint = IDLE_SECONDS, ""
        except Exception as error:
            left = False
            if str(error) != complaint:
                log.warning("processor waits to be told: %r", error)
            complaint, pause = str(error), min(pause * 1.5, LONGEST_PAUSE_SECONDS)
        if not left:
            with suppress(TimeoutError):
                await asyncio.wait_for(service.waiting.wait(), pause)
            if complaint:  # whoever asks meanwhile does not make it come back sooner
                await asyncio.sleep(IDLE_SECONDS)


async def _round(service: Api) -> bool:
    """Hand over the oldest; whether there may be more. One instance at a time does it.

    If one fails, those before it are handed over again: processor knows them by their ids.
    """
    async with service.database.transaction() as connection:
        if not await connection.fetchval("SELECT pg_try_advisory_xact_lock(hashtext($1))", ONE_AT_A_TIME):
            return False
        rows = await connection.fetch("SELECT * FROM handovers ORDER BY sequence LIMIT $1", AT_ONCE)
        WAITING.set(await connection.fetchval("SELECT count(*) FROM handovers"))
        for row in rows:
            await _hand_over(service, row["kind"], row["payload"])
            await connection.execute("DELETE FROM handovers WHERE sequence = $1", row["sequence"])
    return len(rows) == AT_ONCE


async def _hand_over(service: Api, kind: str, payload: dict[str, str]) -> None:
    correlation_id.set(payload.get("correlation_id", "-"))
    if kind == "removal":
        await service.processor.data("DELETE", f"/internal/catalogues/{payload['catalogue_id']}")
        return
    try:
        await service.processor.data("POST", "/internal/jobs", json=payload)
    except ApiError as refusal:
        if refusal.status == 503:
            raise
        log.error("processor refuses a job for good: %s", refusal)
