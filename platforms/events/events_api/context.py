"""What the rules of events-api work with: its settings and what it stands on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from pydantic import DirectoryPath, Field

from platforms.common.accounts.service import AccountsService, AccountsSettings
from platforms.common.limits import Limit
from platforms.common.service import the_service
from platforms.common.settings import ServiceUrl, SigningSecret
from platforms.events.shape import ISSUER, ROLES, SiteSettings

HERE = Path(__file__).parent


class ApiSettings(SiteSettings, AccountsSettings):
    processor_url: ServiceUrl
    admin_key: SigningSecret
    organiser_key: SigningSecret
    """With which programs call, instead of people."""
    scrapes_per_minute: int = Field(default=60, ge=1, le=100_000)
    """Of one person."""
    key_scrapes_per_minute: int = Field(default=6_000, ge=1, le=1_000_000)
    """With one key."""
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, le=30 * 1024 * 1024)
    more_migrations: DirectoryPath | None = None
    """A folder of further changes of the schema, of whoever operates it."""


class Api(AccountsService):
    settings: ApiSettings
    cookie = "events_session"

    def __init__(self, settings: ApiSettings) -> None:
        super().__init__(
            "events-api",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema="events",
            migrations=[HERE / "migrations", *([settings.more_migrations] if settings.more_migrations else [])],
            roles=ROLES,
            peers={"processor": settings.processor_url},
        )
        self.processor = self.peers["processor"]
        self.health.depends_on("processor", self.processor.ping, vital=False)
        self.sites = settings.sites
        self.waiting = asyncio.Event()
        """Set when there is something to hand over."""
        self.person_limit = Limit("scrape", settings.scrapes_per_minute, 60)
        self.key_limit = Limit("scrape", settings.key_scrapes_per_minute, 60)


TheApi = Annotated[Api, Depends(the_service)]
"""Dependency: the service that answers."""
