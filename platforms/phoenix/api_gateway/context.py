"""What api-gateway works with: its settings and what it stands on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from platforms.common import accounts
from platforms.common.accounts import sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.accounts.people import Accounts
from platforms.common.fields import Email
from platforms.common.security import Caller
from platforms.common.service import Service, the_service
from platforms.common.settings import DatabaseSettings, PeopleSettings, ServiceUrl
from platforms.phoenix.api_gateway.catalogue import Catalogue
from platforms.phoenix.api_gateway.creating import Creating
from platforms.phoenix.api_gateway.live import Live
from platforms.phoenix.figures import Figures, PrometheusUrl
from platforms.phoenix.shape import ISSUER, MIGRATIONS, ROLES, SCHEMA

TENANTS = ("tenant-001", "tenant-002")


class GatewaySettings(DatabaseSettings, PeopleSettings):
    prometheus_url: PrometheusUrl
    config_generator_url: ServiceUrl
    admin_email: Email
    """The first admin of tenant-001, made at start unless the e-mail is known already, ..."""
    other_admin_email: Email
    """... and of tenant-002."""
    admin_password: str = Field(min_length=8, max_length=128)
    bcrypt_rounds: int = Field(default=10, ge=4, le=16)
    session_seconds: int = Field(default=24 * 3600, ge=60, le=24 * 3600)


class Gateway(Service):
    settings: GatewaySettings
    cookie = "phoenix_session"

    def __init__(self, settings: GatewaySettings) -> None:
        super().__init__(
            "api-gateway",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema=SCHEMA,
            migrations=(accounts.MIGRATIONS, MIGRATIONS),
            peers={"config-generator": settings.config_generator_url},
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
            tenants=TENANTS,
        )
        self.figures = Figures(settings.prometheus_url)
        self.catalogue = Catalogue(self.peers["config-generator"])
        self.creating = Creating(self.database)
        self.live = Live(self.database)
        self.health.depends_on("config-generator", self.peers["config-generator"].ping, vital=False)
        self.health.depends_on("prometheus", self.figures.ping, vital=False)

    async def _session_truth(self, session_id: str) -> Caller | None:
        return await sessions.recall(self.database, self.session_copies, session_id)

    async def close(self) -> None:
        await self.figures.close()
        await super().close()


TheGateway = Annotated[Gateway, Depends(the_service)]
