"""What the rules of audit-service work with: its settings and what it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Depends
from pydantic import Field

from platforms.audit.shape import EVENTS, ISSUER, PlatformSettings
from platforms.common.events import Events
from platforms.common.service import Service, the_service
from platforms.common.settings import ServiceUrl, SigningSecret


class AuditSettings(PlatformSettings):
    oms_url: ServiceUrl
    integrity_secret: SigningSecret
    """Seals the records; the database never sees it."""
    retry_seconds: float = Field(default=1, gt=0, le=300, allow_inf_nan=False)
    """How long the second try of an event that could not be recorded waits; the third waits twice as long."""
    retention_seconds: float = Field(default=60, gt=0, le=24 * 3600, allow_inf_nan=False)
    """How often records whose time is over are archived."""


class Audit(Service):
    settings: AuditSettings
    cookie = "audit_session"

    def __init__(self, settings: AuditSettings) -> None:
        super().__init__(
            "audit-service",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema="audit",
            migrations=Path(__file__).parent / "migrations",
            peers={"oms": settings.oms_url},
            owner_of_sessions="oms",
        )
        self.events = Events(settings.nats_url, self.name, EVENTS, None)  # it only takes in
        self.health.depends_on("nats", self.events.ping, vital=False)


TheAudit = Annotated[Audit, Depends(the_service)]
"""Dependency: the service that answers."""
