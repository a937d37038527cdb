"""What the rules of backend-api work with: its settings and what it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Depends
from pydantic import Field

from platforms.common.accounts import sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.fields import Email
from platforms.common.security import Caller
from platforms.common.service import Service, the_service
from platforms.common.settings import ServiceUrl
from platforms.veza.settings import EVENTS, ISSUER, VezaSettings


class BackendSettings(VezaSettings):
    web_url: ServiceUrl
    """The origin whose pages may call this service from a browser."""
    stream_server_url: ServiceUrl
    admin_email: Email
    admin_password: str = Field(min_length=8, max_length=128)
    """The first admin, made at start unless the e-mail is known already."""
    bcrypt_rounds: int = Field(default=10, ge=4, le=16)
    session_seconds: int = Field(default=8 * 3600, ge=60, le=24 * 3600)


class Backend(Service):
    settings: BackendSettings

    def __init__(self, settings: BackendSettings) -> None:
        super().__init__(
            "backend-api",
            "1.0.0",
            settings,
            issuer=ISSUER,
            stream=EVENTS,
            schema="backend",
            migrations=Path(__file__).parent / "migrations",
            peers={"stream-server": settings.stream_server_url},
        )
        self.passwords = Passwords(settings.bcrypt_rounds)

    async def _session_truth(self, session_id: str) -> Caller | None:
        return await sessions.recall(self.database, self.session_copies, session_id)


TheBackend = Annotated[Backend, Depends(the_service)]
"""Dependency: the service that answers."""
