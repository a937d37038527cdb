"""Sockets of sign-ins that have ended, on whichever instance that was asked for, are closed."""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

from platforms.common.errors import ApiError
from platforms.globe.realtime.context import Globe

log = logging.getLogger(__name__)

LOOKING_SECONDS = 0.2


async def watch(globe: Globe) -> None:
    """Look for them, again and again; without Redis, too. Ends by being cancelled."""
    while True:
        try:
            await close_ended(globe)
        except ApiError:  # the database is away, which is logged already
            pass
        except Exception:
            log.exception("sign-ins that have ended were not looked for")
        await asyncio.sleep(LOOKING_SECONDS)


async def close_ended(globe: Globe) -> None:
    held = {seat.caller.session_id for seat in globe.feeds.everybody()}
    if not held:
        return
    rows = await globe.database.fetch(
        "SELECT id FROM sessions WHERE id = ANY($1) AND ended_at IS NOT NULL", [UUID(one) for one in held]
    )
    for row in rows:
        globe.connections.end(str(row["id"]))
