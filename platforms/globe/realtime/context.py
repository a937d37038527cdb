"""What the rules of Globe work with: settings, and what an instance stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends
from pydantic import Field

from platforms.common.accounts.service import AccountsService, AccountsSettings
from platforms.common.service import the_service
from platforms.common.sockets import Connections
from platforms.globe.realtime.bus import Bus
from platforms.globe.realtime.feed import Feeds
from platforms.globe.realtime.presence import Presence

ISSUER = "globe"
"""Who issues the tokens of people."""
ROLES = ("user", "admin")


class GlobeSettings(AccountsSettings):
    instance: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    """Its name among the instances."""
    session_seconds: int = Field(default=24 * 3600, ge=60, le=30 * 24 * 3600)
    """How long a sign-in is good for."""
    presence_seconds: float = Field(default=1800, ge=0.5, le=24 * 3600, allow_inf_nan=False)
    """Whoever is silent for so long has left."""
    leaving_seconds: float = Field(default=2, ge=0, le=60, allow_inf_nan=False)
    """How long somebody whose last socket is gone may take to come back."""
    instance_seconds: float = Field(default=4, ge=1, le=60, allow_inf_nan=False)
    """An instance that was not seen for so long holds no sockets any more."""
    cleanup_seconds: float = Field(default=0.5, ge=0.05, le=60, allow_inf_nan=False)
    """How often those who have left are looked for."""
    reconcile_seconds: float = Field(default=10, ge=0.5, le=3600, allow_inf_nan=False)
    """How often Redis is compared with PostgreSQL, besides when it comes back."""
    changes_seconds: float = Field(default=600, ge=10, le=24 * 3600, allow_inf_nan=False)
    """How long changes are kept for those who missed them."""


class Globe(AccountsService):
    settings: GlobeSettings
    cookie = "globe_session"

    def __init__(self, settings: GlobeSettings) -> None:
        super().__init__(
            settings.instance,
            "1.0.0",
            settings,
            issuer=ISSUER,
            schema="globe",
            migrations=[Path(__file__).parent / "migrations"],
            roles=ROLES,
        )
        self.instance_id = uuid4()
        self.connections = Connections()
        self.detaching: set[UUID] = set()
        """Sockets that are gone, which PostgreSQL does not know yet."""
        self.presence = Presence(self.cache, settings.presence_seconds)
        self.feeds = Feeds(self.database)
        self.bus = Bus(self.cache, self.feeds, self.presence, self.database)


TheGlobe = Annotated[Globe, Depends(the_service)]
"""Dependency: the service that answers."""
