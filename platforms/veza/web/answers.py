"""What web tells, as it learns it from the other services."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from platforms.common.fields import Moment
from platforms.common.health import Status


class User(BaseModel):
    id: UUID
    email: str
    display_name: str
    role: Literal["listener", "artist", "moderator", "admin"]
    active: bool
    preferred_quality: Literal["low", "medium", "high"]
    created_at: Moment


class PersonName(BaseModel):
    id: UUID
    name: str


class Rendition(BaseModel):
    quality: Literal["low", "medium", "high"]
    bitrate_kbps: int
    bytes: int
    content_type: str


class Recommendation(BaseModel):
    """A track, and why it is recommended."""

    id: UUID
    title: str
    artist: PersonName
    genre: str
    duration_seconds: float
    renditions: list[Rendition]
    reason: str


class ActivityEntry(BaseModel):
    id: UUID
    kind: Literal["signed_in", "listened", "playlist_created", "message_sent", "track_published"]
    summary: str
    subject_id: UUID | None
    at: Moment


class Registered(BaseModel):
    user: User


class SignedIn(BaseModel):
    access_token: str
    expires_in: int
    """Seconds until the session is over."""
    user: User


class Session(BaseModel):
    """What a page needs to call the other services."""

    user: User
    access_token: str
    services: dict[str, str]
    """URL by name of the service."""


Part = Literal["recommendations", "recent_activity"]


class Dashboard(BaseModel):
    profile: User
    recommendations: list[Recommendation]
    recent_activity: list[ActivityEntry]
    missing: list[Part]
    """The parts that are empty because they could not be had in time."""


class ServiceHealth(BaseModel):
    service: str
    status: Status
    response_ms: float
    uptime_seconds: float | None
    """Null when the service does not answer."""
    checked_at: Moment
    issues: list[str]


class OverallHealth(BaseModel):
    overall_health: Status
    services: list[ServiceHealth]
    timestamp: Moment
