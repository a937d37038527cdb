"""Streams: started, followed while they play, and ended with the listener's line."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from prometheus_client import Counter, Gauge

from platforms.common.errors import ApiError, not_found
from platforms.common.events import Change
from platforms.common.security import Caller
from platforms.veza.stream_server import addresses, metadata
from platforms.veza.stream_server.audio import Quality
from platforms.veza.stream_server.metadata import Track
from platforms.veza.stream_server.server import StreamServer
from platforms.veza.stream_server.sockets import Connection
from platforms.veza.stream_server.stream import Stream, check_position

log = logging.getLogger(__name__)

STARTED = Counter("streams_started_total", "Streams started.", ["quality"])
ACTIVE = Gauge("streams_active", "Streams started and not yet stopped.")

SILENT_SECONDS = 60
"""A stream that no socket follows is taken for stopped when nothing has been heard of it for so long."""

Action = Literal["Play", "Pause", "Seek", "Progress", "Stop"]


@dataclass(frozen=True)
class Started:
    stream_id: UUID
    address: str
    """Path and query."""
    expires_at: datetime
    track: Track


async def start(
    server: StreamServer, listener: Caller, track_id: UUID, quality: Quality, valid_seconds: int
) -> Started:
    """A new stream of a track that is ready, and the address of its audio."""
    async with server.events.change() as change:
        track = await metadata.find_ready(change.connection, track_id)
        stream_id = await change.connection.fetchval(
            "INSERT INTO streams (listener_id, track_id, quality) VALUES ($1, $2, $3) RETURNING id",
            *(listener.user_id, track_id, quality),
        )
        stream = Stream(
            id=stream_id,
            listener_id=UUID(listener.user_id),
            track={"id": str(track.id), "title": track.title},
            quality=quality,
            state="started",
            position_seconds=0,
            duration_seconds=track.duration_seconds,
        )
        await _tell(change, "started", stream)
    log.info("stream started", extra={**_ids(stream), "quality": quality})
    STARTED.labels(quality).inc()
    ACTIVE.inc()
    server.now_playing.changed(listener.user_id)
    address, expires_at = addresses.issue(
        server.settings.signing_secret, track_id, quality, listener.user_id, valid_seconds
    )
    return Started(stream.id, address, expires_at, track)


async def command(
    server: StreamServer,
    listener: Caller,
    action: Action,
    stream_id: UUID,
    position_seconds: float | None,
    *,
    by: Connection | None = None,
) -> Stream:
    """What a listener does with a stream of theirs, `by` a socket if not by a call; the others hear of it.

    To stop a stream twice is no fault; to do anything else with a stopped one is.
    """
    async with server.events.change() as change:
        row = await change.connection.fetchrow(
            "SELECT s.id, s.listener_id, s.track_id, s.quality, s.state, s.position_seconds, t.title,"
            " t.duration_seconds FROM streams s JOIN tracks t ON t.id = s.track_id"
            " WHERE s.id = $1 FOR UPDATE OF s",
            stream_id,
        )
        if row is None:
            raise not_found("stream")
        if str(row["listener_id"]) != listener.user_id:
            log.warning("refused: the stream of somebody else", extra={"user_id": listener.user_id})
            raise ApiError(403, "AUTH_INSUFFICIENT_PERMISSIONS", "This is the stream of somebody else.")
        if action == "Stop":
            stopped = await stop_those(change, "s.id = $2", _position(stream_id, position_seconds), stream_id)
            stream = stopped[0] if stopped else _stream(dict(row))
        else:
            stream = await _advance(change, dict(row), action, position_seconds, by is not None)
    if action == "Stop":
        announce_stopped(server, stopped, by)
    else:
        server.now_playing.changed(listener.user_id)
        server.sockets.tell(stream, but=by)
    return stream


async def _advance(
    change: Change, row: dict[str, Any], action: Action, position_seconds: float | None, by_socket: bool
) -> Stream:
    before = row["state"]
    if before == "stopped":
        raise ApiError(409, "STREAM_STOPPED", "This stream has been stopped. Start it again.")
    position = row["position_seconds"] if position_seconds is None else position_seconds
    check_position(position, row["duration_seconds"])
    state = {"Play": "playing", "Pause": "paused"}.get(action, before)
    heard: str | None = "PlaybackProgress"
    if action in ("Play", "Pause"):
        turn = {
            ("started", "playing"): "PlaybackStarted",
            ("paused", "playing"): "PlaybackResumed",
            ("playing", "paused"): "PlaybackPaused",
            ("started", "paused"): "PlaybackPaused",
        }
        heard = turn.get((before, state))
    await change.connection.execute(
        "UPDATE streams SET state = $2, position_seconds = $3, attached = attached OR $4, seen_at = now()"
        " WHERE id = $1",
        *(row["id"], state, position, by_socket),
    )
    stream = _stream({**row, "state": state, "position_seconds": position}, heard)
    if heard in ("PlaybackPaused", "PlaybackResumed"):
        what = heard.removeprefix("Playback").lower()
        await _tell(change, what, stream)
    return stream


async def stop_those(change: Change, which: str, positions: Mapping[str, float], *values: object) -> list[Stream]:
    """Stop the streams under way that a condition on `streams s` picks; it counts its values from $2.

    `positions`: where each of them was, by stream id; the others stay where they were last known to be.
    """
    rows = await change.connection.fetch(
        "UPDATE streams s SET state = 'stopped', stopped_at = now(), attached = false,"
        " position_seconds = coalesce(($1::jsonb ->> s.id::text)::float, s.position_seconds)"
        f" FROM tracks t WHERE t.id = s.track_id AND s.stopped_at IS NULL AND {which}"
        " RETURNING s.id, s.listener_id, s.track_id, s.quality, s.state, s.position_seconds, t.title,"
        " t.duration_seconds",
        *(positions, *values),
    )
    stopped = [_stream(dict(row), "PlaybackStopped") for row in rows]
    for stream in stopped:
        await _tell(change, "stopped", stream)
    return stopped


def announce_stopped(server: StreamServer, stopped: Sequence[Stream], by: Connection | None = None) -> None:
    """Once it is committed: tell the listeners' other sockets, and correct what counts and shows streams."""
    for stream in stopped:
        log.info("stream stopped", extra={**_ids(stream), "position_seconds": stream.position_seconds})
        ACTIVE.dec()
        server.sockets.release(stream)
        server.sockets.tell(stream, but=by)
        server.now_playing.changed(str(stream.listener_id))


async def stop_with_socket(server: StreamServer, gone: Connection) -> None:
    """Stop the streams of a socket that has ended, where it last said they were."""
    positions = {str(one): followed.stream.position_seconds for one, followed in gone.followed.items()}
    async with server.events.change() as change:
        stopped = await stop_those(change, "s.id = ANY($2::uuid[])", positions, list(positions))
    announce_stopped(server, stopped)


async def stop_silent(server: StreamServer) -> None:
    """Stop what no socket follows and nothing was heard of."""
    async with server.events.change() as change:
        condition = "NOT s.attached AND s.seen_at < now() - make_interval(secs => $2)"
        stopped = await stop_those(change, condition, {}, SILENT_SECONDS)
    announce_stopped(server, stopped)


async def stop_left_over(server: StreamServer) -> None:
    """At the start: the sockets of the last run are gone, and their streams with them."""
    async with server.events.change() as change:
        stopped = await stop_those(change, "s.attached", {})
    others = await server.database.value("SELECT count(*) FROM streams WHERE stopped_at IS NULL")
    ACTIVE.set(others + len(stopped))
    announce_stopped(server, stopped)


def _ids(stream: Stream) -> dict[str, str]:
    return {"stream_id": str(stream.id), "track_id": stream.track["id"], "user_id": str(stream.listener_id)}


def _position(stream_id: UUID, position_seconds: float | None) -> dict[str, float]:
    return {} if position_seconds is None else {str(stream_id): position_seconds}


def _stream(row: dict[str, Any], heard: str | None = None) -> Stream:
    return Stream(
        id=row["id"],
        listener_id=row["listener_id"],
        track={"id": str(row["track_id"]), "title": row["title"]},
        quality=row["quality"],
        state=row["state"],
        position_seconds=row["position_seconds"],
        duration_seconds=row["duration_seconds"],
        heard=heard,
    )


async def _tell(change: Change, what: str, stream: Stream) -> None:
    data = {
        "stream_id": str(stream.id),
        "listener_id": str(stream.listener_id),
        "track": stream.track,
        "quality": stream.quality,
    }
    await change.emit(f"stream.events.{what}", data)
