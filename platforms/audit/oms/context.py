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
from platforms.common import accounts
from platforms.common.accounts import sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.accounts.people import Accounts
from platforms.common.breaker import Breaker
from platforms.common.events import Events
from platforms.common.fields import Email
from platforms.common.security import Caller
from platforms.common.service import Service, the_service
from platforms.common.settings import ServiceUrl

ROLES = ("viewer", "developer", "auditor", "compliance", "admin")


class OmsSettings(PlatformSettings):
    audit_service_url: ServiceUrl
    admin_email: Email
    admin_password: str = Field(min_length=8, max_length=128)
    """The first admin, made at start unless the e-mail is known already."""
    bcrypt_rounds: int = Field(default=10, ge=4, le=16)
    session_seconds: int = Field(default=8 * 3600, ge=60, le=24 * 3600)
    breaker_failures: int = Field(default=5, ge=1, le=100)
    """After so many failures in a row audit-service is left alone."""
    breaker_seconds: float = Field(default=5, gt=0, le=3600, allow_inf_nan=False)
    """For how long."""


class Oms(Service):
    settings: OmsSettings

    def __init__(self, settings: OmsSettings) -> None:
        super().__init__(
            "oms",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema="oms",
            migrations=(accounts.MIGRATIONS, Path(__file__).parent / "migrations"),
            peers={"audit-service": settings.audit_service_url},
        )
        self.accounts = Accounts(
            database=self.database,
            cache=self.cache,
            copies=self.session_copies,
            passwords=Passwords(settings.bcrypt_rounds),
            jwt_secret=settings.jwt_secret,
            issuer=ISSUER,
            session_seconds=settings.session_seconds,
            roles=ROLES,
            record=trail.record_deed,
        )
        self.documents: Documents = PostgresDocuments(self.database)
        self.events = Events(settings.nats_url, self.name, EVENTS, None)  # the outbox has a publisher of its own
        self.health.depends_on("nats", self.events.ping, vital=False)
        self.history = History(
            self.peers["audit-service"], Breaker(settings.breaker_failures, settings.breaker_seconds)
        )
        self.health.depends_on("audit-service", self.history.ping, vital=False)

    async def _session_truth(self, session_id: str) -> Caller | None:
        return await sessions.recall(self.database, self.session_copies, session_id)


TheOms = Annotated[Oms, Depends(the_service)]
"""Dependency: the service that answers."""
