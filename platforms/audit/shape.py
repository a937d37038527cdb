"""The shape in which a change is told, by oms to audit-service: a CloudEvent of type `audit.activity.v1`."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from platforms.common.events import Stream
from platforms.common.fields import Moment
from platforms.common.settings import BrokerSettings, DatabaseSettings, PeopleSettings

ISSUER = "audit"
"""Who issues the tokens of people."""
EVENTS = Stream(
    "AUDIT_EVENTS",
    ["audit.>"],
    keep_seconds=30 * 24 * 3600,
    most_bytes=1024**3,
    most_messages=1_000_000,
    duplicate_seconds=120,
    at_once=500,
)
"""As document 004 has it: 30 days, 1 GiB, 1 million messages, 2 minutes in which an id is known."""
TYPE = "audit.activity.v1"
SOURCE = "/oms"
MASK = "***MASKED***"
READERS = ("auditor", "compliance", "admin")
"""Roles in which people may read records."""
REFUSED = "audit.refused"
"""What was done when somebody who may not read records asked for them."""

Name = Annotated[str, Field(max_length=200)]


class PlatformSettings(DatabaseSettings, BrokerSettings, PeopleSettings):
    """What both services need."""


class Actor(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: UUID | None
    """None of somebody who was not let in."""
    username: Name
    role: Name
    ip_address: Name
    user_agent: Annotated[str, Field(max_length=500)]


class Target(BaseModel):
    model_config = ConfigDict(extra="forbid")

    resource_type: Name
    resource_id: Name
    resource_name: Name
    branch: Name | None = None


class Changes(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version_before: int | None
    version_after: int | None
    fields_changed: list[str]
    old_values: dict[str, Any]
    new_values: dict[str, Any]


class Activity(BaseModel):
    """What was done, by whom, to what, from where, and what it changed."""

    model_config = ConfigDict(extra="forbid")

    action: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=100)]
    actor: Actor
    target: Target
    success: bool
    error_code: Name | None = None
    changes: Changes | None = None
    request_id: Name
    sequence: int
    """Where it stands in the order in which oms told of its changes."""


class ActivityEvent(BaseModel):
    """The envelope."""

    model_config = ConfigDict(extra="forbid")

    specversion: Literal["1.0"]
    id: UUID
    type: Literal["audit.activity.v1"]
    source: Annotated[str, Field(max_length=200)]
    subject: Annotated[str, Field(max_length=500)]
    time: Moment
    correlationid: Name
    data: Activity
