"""What the rules of processor work with: its settings and what it stands on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from pydantic import Field

from platforms.common.breaker import Breaker
from platforms.common.peers import Peer
from platforms.common.service import Service, the_service
from platforms.common.settings import DatabaseSettings, ServiceUrl
from platforms.events.processor.fetching import Fetcher
from platforms.events.shape import SiteSettings

EXTRACTOR_SECONDS = 10.0
"""How long it may take over a page."""


class ProcessorSettings(SiteSettings, DatabaseSettings):
    events_api_url: ServiceUrl
    extractor_url: ServiceUrl
    workers: int = Field(default=10, ge=1, le=100)
    lease_seconds: float = Field(default=10, gt=0, le=600, allow_inf_nan=False)
    """How long a job stays with whoever took it and was not heard of since."""
    fetch_seconds: float = Field(default=10, gt=0, le=60, allow_inf_nan=False)
    """For a page, with its redirects."""
    page_bytes: int = Field(default=1024 * 1024, ge=1024, le=10 * 1024 * 1024)
    retry_seconds: float = Field(default=1, gt=0, le=300, allow_inf_nan=False)
    """How long the second try waits; the third twice, the fourth four times as long; each 25 % more or less."""
    longest_wait_seconds: float = Field(default=30, gt=0, le=3600, allow_inf_nan=False)
    breaker_failures: int = Field(default=5, ge=1, le=100)
    breaker_seconds: float = Field(default=30, gt=0, le=3600, allow_inf_nan=False)
    robots_seconds: float = Field(default=3600, ge=0, le=24 * 3600, allow_inf_nan=False)


class Processor(Service):
    settings: ProcessorSettings

    def __init__(self, settings: ProcessorSettings) -> None:
        super().__init__(
            "processor",
            "1.0.0",
            settings,
            schema="processor",
            migrations=Path(__file__).parent / "migrations",
            peers={"events-api": settings.events_api_url},
        )
        self.api = self.peers["events-api"]
        self.extractor = self.peers["extractor"] = Peer(
            "extractor", settings.extractor_url, self.name, settings, EXTRACTOR_SECONDS
        )
        self.health.depends_on("extractor", self.extractor.ping, vital=False)
        self.health.depends_on("events-api", self.api.ping, vital=False)
        self.fetcher = Fetcher(
            settings.sites,
            settings.tls_ca_file,
            seconds=settings.fetch_seconds,
            most_bytes=settings.page_bytes,
            robots_seconds=settings.robots_seconds,
        )
        self.breakers: dict[tuple[str, str], Breaker] = {}
        """By catalogue and site, so that nobody's failing pages hold up another's; ("", "extractor") is everybody's."""
        self.arrived = asyncio.Event()
        """Set when there is something to do."""

    def breaker(self, catalogue_id: str, what: str) -> Breaker:
        return self.breakers.setdefault(
            (catalogue_id, what), Breaker(self.settings.breaker_failures, self.settings.breaker_seconds)
        )

    async def close(self) -> None:
        await self.fetcher.close()
        await super().close()


TheProcessor = Annotated[Processor, Depends(the_service)]
"""Dependency: the service that answers."""
