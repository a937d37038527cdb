"""A record: what is kept of an event, and the words in which it is sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from platforms.audit.shape import ActivityEvent, Changes
from platforms.common.fields import Moment

CONTENT = (
    "event_id", "action", "actor_id", "actor_username", "actor_role", "ip_address", "user_agent", "resource_type",
    "resource_id", "resource_name", "branch", "success", "error_code", "changes", "request_id", "correlation_id",
    "source", "source_sequence", "event_time", "recorded_at",
)  # fmt: skip
"""The columns that a seal covers; `position` and the seal before are sealed with them."""
COLUMNS = ("position", *CONTENT, "previous", "seal")


class Recorded(BaseModel):
    """A record, as auditors see it."""

    position: int
    event_id: UUID
    action: str
    actor_id: UUID | None
    actor_username: str
    actor_role: str
    ip_address: str
    user_agent: str
    resource_type: str
    resource_id: str
    resource_name: str
    branch: str | None
    success: bool
    error_code: str | None
    changes: Changes | None
    request_id: str
    correlation_id: str
    event_time: Moment
    recorded_at: Moment
    archived: bool = False


def content_of(event: ActivityEvent, recorded_at: datetime) -> dict[str, Any]:
    """The columns of the record of an event."""
    told = event.data
    changes = told.changes.model_dump(mode="json") if told.changes else None
    return {
        "event_id": event.id,
        "action": told.action,
        "actor_id": told.actor.id,
        "actor_username": told.actor.username,
        "actor_role": told.actor.role,
        "ip_address": told.actor.ip_address,
        "user_agent": told.actor.user_agent,
        "resource_type": told.target.resource_type,
        "resource_id": told.target.resource_id,
        "resource_name": told.target.resource_name,
        "branch": told.target.branch,
        "success": told.success,
        "error_code": told.error_code,
        "changes": None if changes is None else json.dumps(changes, ensure_ascii=False),
        "request_id": told.request_id,
        "correlation_id": event.correlationid,
        "source": event.source,
        "source_sequence": told.sequence,
        "event_time": event.time,
        "recorded_at": recorded_at,
    }


def words(content: Mapping[str, Any]) -> bytes:
    """The content in the one way in which it is sealed, from a record that is made or one that was read."""
    return json.dumps([_word(content[name]) for name in CONTENT], ensure_ascii=False).encode("utf-8", "surrogatepass")


def shown(row: Mapping[str, Any], *, archived: bool = False) -> Recorded:
    """A row as auditors see it."""
    changes = json.loads(row["changes"]) if row["changes"] is not None else None
    return Recorded(**{**row, "changes": changes, "archived": archived})


def _word(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
