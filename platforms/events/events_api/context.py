"""What the rules of events-api work with: its settings and what it stands on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from pydantic import DirectoryPath, Field

from platforms.common import accounts
from platforms.common.accounts import sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.accounts.people import Accounts
from platforms.common.fields import Email
from platforms.common.limits import Limit
from platforms.common.security import Caller
from platforms.common.service import Service, the_service
from platforms.common.settings import DatabaseSettings, PeopleSettings, ServiceUrl, SigningSecret
from platforms.events.shape import ISSUER, ROLES, SiteSettings

HERE = Path(__file__).parent


class ApiSettings(SiteSettings, DatabaseSettings, PeopleSettings):
    processor_url: ServiceUrl
    admin_email: Email
    admin_password: str = Field(min_length=8, max_length=128)
    """The first admin, made at start unless the e-mail is known already."""
    admin_key: SigningSecret
    organiser_key: SigningSecret
    """With which programs call, instead of people."""
    bcrypt_rounds: int = Field(default=10, ge=4, le=16)
    session_seconds: int = Field(default=8 * 3600, ge=60, le=24 * 3600)
    scrapes_per_minute: int = Field(default=60, ge=1, le=100_000)
    """Of one person."""
    key_scrapes_per_minute: int = Field(default=6_000, ge=1, le=1_000_000)
    """With one key."""
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, le=30 * 1024 * 1024)
    more_migrations: DirectoryPath | None = None
    """A folder of further changes of the schema, of whoever operates it."""


class Api(Service):
    settings: ApiSettings
    cookie = "events_session"

    def __init__(self, settings: ApiSettings) -> None:
        folders = [accounts.MIGRATIONS, HERE / "migrations"]
        super().__init__(
            "events-api",
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema="events",
            migrations=[*folders, *([settings.more_migrations] if settings.more_migrations else [])],
            peers={"processor": settings.processor_url},
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
        )
        self.processor = self.peers["processor"]
        self.health.depends_on("processor", self.processor.ping, vital=False)
        self.sites = settings.sites
        self.waiting = asyncio.Event()
        """Set when there is something to hand over."""
        self.person_limit = Limit("scrape", settings.scrapes_per_minute, 60)
        self.key_limit = Limit("scrape", settings.key_scrapes_per_minute, 60)

    async def _session_truth(self, session_id: str) -> Caller | None:
        return await sessions.recall(self.database, self.session_copies, session_id)


TheApi = Annotated[Api, Depends(the_service)]
"""Dependency: the service that answers."""
