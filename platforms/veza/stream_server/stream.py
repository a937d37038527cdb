"""A stream: one listener, one track, and how far they have come with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from platforms.common.errors import invalid_field
from platforms.veza.stream_server.audio import Quality


@dataclass(frozen=True)
class Stream:
    """A stream as the last command left it; `heard` is what the listener's other sockets hear of that."""

    id: UUID
    listener_id: UUID
    track: dict[str, str]
    quality: Quality
    state: Literal["started", "playing", "paused", "stopped"]
    position_seconds: float
    duration_seconds: float
    heard: str | None = None


def check_position(position_seconds: float, duration_seconds: float) -> None:
    if position_seconds > duration_seconds + 1:  # players count a little beyond the end
        raise invalid_field("position_seconds", "BEYOND_THE_END", "The track is not that long.")
