"""Events that cannot be recorded: tried again with growing waits, then set aside, visible, and replayable."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from nats.aio.msg import Msg
from prometheus_client import Counter
from pydantic import BaseModel, ValidationError

from platforms.audit.audit_service import storing
from platforms.audit.audit_service.context import Audit
from platforms.audit.shape import ActivityEvent
from platforms.common.database import Database
from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment
from platforms.common.security import Caller

log = logging.getLogger(__name__)

MAX_TRIES = 3
SHOWN = 2000
SET_ASIDE = Counter("audit_poison_total", "Events that were set aside.")


class Poison(BaseModel):
    """An event that cannot be recorded."""

    id: UUID
    stream_sequence: int
    subject: str
    payload: str
    """As it came, at most 2000 characters."""
    reason: str
    state: Literal["retrying", "set_aside", "replayed"]
    tried_at: list[Moment]
    set_aside_at: Moment | None
    replayed_at: Moment | None


class Fixed(BaseModel):
    """What to record in place of what came; null to try that once more."""

    event: ActivityEvent | None = None


async def failed(service: Audit, message: Msg, reason: str) -> None:
    """Note a try that failed; the next one waits twice as long, and after three it is set aside."""
    row = await service.database.fetch_one(
        "INSERT INTO poison (stream_sequence, subject, payload, reason, tried_at)"
        " VALUES ($1, $2, $3, $4, ARRAY[clock_timestamp()])"
        " ON CONFLICT (stream_sequence) DO UPDATE SET reason = $4, tried_at = poison.tried_at || clock_timestamp()"
        " RETURNING cardinality(tried_at) AS tries",
        message.metadata.sequence.stream,
        message.subject,
        message.data,
        reason,
    )
    assert row is not None
    if row["tries"] < MAX_TRIES:
        await message.nak(delay=service.settings.retry_seconds * 2 ** (row["tries"] - 1))
        return
    await service.database.execute(
        "UPDATE poison SET state = 'set_aside', set_aside_at = now() WHERE stream_sequence = $1",
        message.metadata.sequence.stream,
    )
    log.error("event %d is set aside: %s", message.metadata.sequence.stream, reason)
    SET_ASIDE.inc()
    await message.term()


async def forget(service: Audit, messages: Sequence[Msg]) -> None:
    """What was tried in vain before and is recorded now is poison no longer."""
    recorded = [message.metadata.sequence.stream for message in messages]
    await service.database.execute(
        "DELETE FROM poison WHERE stream_sequence = ANY($1) AND state = 'retrying'", recorded
    )


async def every(database: Database, state: str | None, limit: int, offset: int) -> list[Poison]:
    """The newest first."""
    rows = await database.fetch(
        "SELECT * FROM poison WHERE ($1::text IS NULL OR state = $1) ORDER BY stream_sequence DESC LIMIT $2 OFFSET $3",
        state,
        limit,
        offset,
    )
    return [_shown(row) for row in rows]


async def replay(service: Audit, poison_id: UUID, fixed: Fixed, caller: Caller) -> Poison:
    """Record it after a fix; `ApiError` 409 when that was done already, 422 when it still cannot be read."""
    async with service.database.transaction() as connection:
        row = await connection.fetchrow("SELECT * FROM poison WHERE id = $1 FOR UPDATE", poison_id)
        if row is None:
            raise not_found("event that was set aside")
        if row["state"] != "set_aside":
            raise ApiError(409, "POISON_NOT_SET_ASIDE", "It was replayed already, or is still being tried.")
        try:
            event = fixed.event or ActivityEvent.model_validate_json(row["payload"])
        except ValidationError:
            raise ApiError(422, "POISON_UNCHANGED", f"It still cannot be recorded: {row['reason']}") from None
        await storing.record(service.database, service.settings.integrity_secret, [event])
        row = await connection.fetchrow(
            "UPDATE poison SET state = 'replayed', replayed_at = now(), replayed_by = $2 WHERE id = $1 RETURNING *",
            poison_id,
            UUID(caller.user_id),
        )
    return _shown(row)


def _shown(row: object) -> Poison:
    told = dict(row)  # type: ignore[call-overload]
    return Poison(**{**told, "payload": told["payload"].decode(errors="replace")[:SHOWN]})
