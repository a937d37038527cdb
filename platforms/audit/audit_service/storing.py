"""Putting records into the store: each event once, in the order in which they came, each sealed with the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from prometheus_client import Counter

from platforms.audit.audit_service.chain import BEGINNING, End, closing, links
from platforms.audit.audit_service.record import COLUMNS, content_of
from platforms.audit.shape import ActivityEvent
from platforms.common.database import Connection, Database

RECORDED = Counter("audit_records_total", "Events that were recorded.", ["action"])
DUPLICATES = Counter("audit_duplicates_total", "Events that came again and were recorded already.")


async def end_of(connection: Connection, *, alone: bool = False) -> tuple[End, str]:
    """Where the chain ends, and the seal of that; `alone` keeps everybody else from making it longer meanwhile."""
    row = await connection.fetchrow(f"SELECT position, seal, closed FROM chain{' FOR UPDATE' if alone else ''}")
    if row is None:
        return End(0, BEGINNING), ""
    return End(row["position"], row["seal"]), row["closed"]


async def begin_again(database: Database) -> int:
    """The place in the stream from which on something may not be taken in, or be waiting to be tried again."""
    return int(
        await database.value(
            "SELECT least(taken + 1, (SELECT min(stream_sequence) FROM poison WHERE state = 'retrying')) FROM chain"
        )
    )


async def begin_chain(database: Database, key: str) -> None:
    """Close the empty chain, unless there is one; done at every start."""
    beginning = End(0, BEGINNING)
    await database.execute(
        "INSERT INTO chain (position, seal, closed) VALUES (0, $1, $2) ON CONFLICT DO NOTHING",
        BEGINNING,
        closing(key, beginning),
    )


async def record(database: Database, key: str, events: Sequence[ActivityEvent], taken: int | None = None) -> int:
    """Record those of these events that are not recorded yet, in this order, all or none; how many those were.

    `taken`: up to which place in the stream all is taken in with these.
    """
    async with database.transaction() as connection:
        end, _ = await end_of(connection, alone=True)
        fresh = await _unknown(connection, events)
        now = datetime.now(UTC)
        contents = [content_of(event, now) for event in fresh]
        rows = [{**content, **link} for content, link in zip(contents, links(key, end, contents), strict=True)]
        if rows:
            await connection.copy_records_to_table(
                "records", records=[[row[name] for name in COLUMNS] for row in rows], columns=COLUMNS
            )
            last = End(rows[-1]["position"], rows[-1]["seal"])
            await connection.execute(
                "UPDATE chain SET position = $1, seal = $2, closed = $3", last.position, last.seal, closing(key, last)
            )
        if taken is not None:
            await connection.execute("UPDATE chain SET taken = $1", taken)
    for event in fresh:
        RECORDED.labels(event.data.action).inc()
    DUPLICATES.inc(len(events) - len(fresh))
    return len(fresh)


async def _unknown(connection: Connection, events: Sequence[ActivityEvent]) -> list[ActivityEvent]:
    """Those that have no record, each once."""
    ids = [event.id for event in events]
    rows = await connection.fetch(
        "SELECT event_id FROM records WHERE event_id = ANY($1) UNION ALL"
        " SELECT event_id FROM archive WHERE event_id = ANY($1)",
        ids,
    )
    known = {row["event_id"] for row in rows}
    fresh = []
    for event in events:
        if event.id not in known:
            known.add(event.id)
            fresh.append(event)
    return fresh
