"""Signed addresses: who may fetch which rendition of which track, until when.

An address is valid for one track, one quality and one listener, up to a moment in milliseconds since 1970.
Whoever has it can use it, as a media element sends no token; therefore it does not live long.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, Field

from platforms.common.errors import ApiError
from platforms.veza.stream_server.audio import Quality


def path_of(track_id: UUID, quality: Quality) -> str:
    return f"/stream/{track_id}/{quality}.mp3"


def issue(secret: str, track_id: UUID, quality: Quality, listener_id: str, valid_seconds: int) -> tuple[str, datetime]:
    """Path and query of a new address, and when it expires."""
    expires = time.time_ns() // 1_000_000 + valid_seconds * 1_000
    signature = _signature(secret, track_id, quality, listener_id, str(expires))
    query = urlencode({"expires": expires, "listener": listener_id, "signature": signature})
    return f"{path_of(track_id, quality)}?{query}", datetime.fromtimestamp(expires / 1_000, UTC)


class Ticket(BaseModel):
    """What an address says of itself. All of it is required; what is not there is told in words of its own."""

    expires: str | None = Field(None, description="Milliseconds since 1970; required")
    listener: str | None = Field(None, description="Required")
    signature: str | None = Field(None, description="Required")


def check(secret: str, track_id: UUID, quality: Quality, ticket: Ticket) -> None:
    """Refuse an address that is not complete (400), not ours (403) or past its time (403)."""
    if not (ticket.expires and ticket.listener and ticket.signature):
        raise ApiError(400, "STREAM_ADDRESS_INCOMPLETE", "A stream address has expires, listener and signature.")
    wanted = _signature(secret, track_id, quality, ticket.listener, ticket.expires)
    if not hmac.compare_digest(wanted.encode(), ticket.signature.encode("utf-8", "replace")):
        raise ApiError(403, "STREAM_ADDRESS_INVALID", "This stream address is not valid.")
    if time.time_ns() // 1_000_000 >= int(ticket.expires):
        raise ApiError(403, "STREAM_ADDRESS_EXPIRED", "This stream address has expired. Start again.")


def _signature(secret: str, track_id: UUID, quality: Quality, listener: str, expires: str) -> str:
    # No part but the listener can hold a bar, and that one comes last: no two addresses read the same.
    said = f"{track_id}|{quality}|{expires}|{listener}".encode("utf-8", "replace")
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
