"""What the rules of oms work with: its settings and what it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Depends
from pydantic import Field

from platforms.audit.oms import trail
from platforms.audit.oms.documents import Documents, PostgresDocuments
from platforms.audit.oms.history import History
from platforms.audit.shape import EVENTS, ISSUER, PlatformSettings
from platforms.common.accounts.service import AccountsService, AccountsSettings
from platforms.common.breaker import Breaker
from platforms.common.events import Events
from platforms.common.service import the_service
from platforms.common.settings import ServiceUrl

ROLES = ("viewer", "developer", "auditor", "compliance", "admin")


class OmsSettings(PlatformSettings, AccountsSettings):
    audit_service_url: ServiceUrl
    breaker_failures: int = Field(default=5, ge=1, le=100)
    """After so many failures in a row audit-service is left alone."""
    breaker_seconds: float = Field(default=5, gt=0, le=3600, allow_inf_nan=False)
    """For how long."""


class Oms(AccountsService):
    settings: OmsSettings

    def __init__(self, settings: OmsSettings) -> None:
        super().__init__(
            "oms",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema="oms",
            migrations=[Path(__file__).parent / "migrations"],
            roles=ROLES,
            record=trail.record_deed,
            peers={"audit-service": settings.audit_service_url},
        )
        self.documents: Documents = PostgresDocuments(self.database)
        self.events = Events(settings.nats_url, self.name, EVENTS, None)  # the outbox has a publisher of its own
        self.health.depends_on("nats", self.events.ping, vital=False)
        self.history = History(
            self.peers["audit-service"], Breaker(settings.breaker_failures, settings.breaker_seconds)
        )
        self.health.depends_on("audit-service", self.history.ping, vital=False)


TheOms = Annotated[Oms, Depends(the_service)]
"""Dependency: the service that answers."""
