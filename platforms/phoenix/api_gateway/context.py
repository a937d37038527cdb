"""What api-gateway works with: its settings and what it stands on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from platforms.common.accounts.service import AccountsService, AccountsSettings
from platforms.common.fields import Email
from platforms.common.service import the_service
from platforms.common.settings import ServiceUrl
from platforms.phoenix.api_gateway.catalogue import Catalogue
from platforms.phoenix.api_gateway.creating import Creating
from platforms.phoenix.api_gateway.live import Live
from platforms.phoenix.figures import Figures, PrometheusUrl
from platforms.phoenix.shape import ISSUER, MIGRATIONS, ROLES, SCHEMA

TENANTS = ("tenant-001", "tenant-002")


class GatewaySettings(AccountsSettings):
    prometheus_url: PrometheusUrl
    config_generator_url: ServiceUrl
    other_admin_email: Email
    """The first admin of the second tenant, as `admin_email` is of the first."""
    session_seconds: int = Field(default=24 * 3600, ge=60, le=24 * 3600)


class Gateway(AccountsService):
    settings: GatewaySettings
    cookie = "phoenix_session"

    def __init__(self, settings: GatewaySettings) -> None:
        super().__init__(
            "api-gateway",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema=SCHEMA,
            migrations=[MIGRATIONS],
            roles=ROLES,
            tenants=TENANTS,
            peers={"config-generator": settings.config_generator_url},
        )
        self.figures = Figures(settings.prometheus_url)
        self.catalogue = Catalogue(self.peers["config-generator"])
        self.creating = Creating(self.database)
        self.live = Live(self.database)
        self.health.depends_on("config-generator", self.peers["config-generator"].ping, vital=False)
        self.health.depends_on("prometheus", self.figures.ping, vital=False)

    async def close(self) -> None:
        await self.figures.close()
        await super().close()


TheGateway = Annotated[Gateway, Depends(the_service)]
