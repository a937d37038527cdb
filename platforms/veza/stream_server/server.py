"""What the routes and rules of stream-server work with."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from platforms.common.service import Service, the_service
from platforms.common.settings import ServiceUrl, SigningSecret
from platforms.veza.settings import EVENTS, ISSUER, VezaSettings
from platforms.veza.stream_server.audio import Quality
from platforms.veza.stream_server.now_playing import NowPlaying
from platforms.veza.stream_server.sockets import Sockets

FREE_BYTES = 100_000_000
"""What the disk must have free: some for each upload under way and its renditions."""


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PydanticCustomError("folder", "cannot be made ({why})", {"why": error.strerror}) from None
    return folder


class Settings(VezaSettings):
    web_url: ServiceUrl
    """The origin whose pages may play what is served here."""
    backend_api_url: ServiceUrl
    media_dir: Annotated[Path, AfterValidator(_made)]
    """Where the audio is kept; made if absent. Folders of tracks that are not known are removed from it."""
    signing_secret: SigningSecret
    """Signs stream addresses."""


class Work(Protocol):
    """The making of renditions, as those see it who want some."""

    def begin(self, track_id: UUID) -> None: ...

    async def abandon(self, track_id: UUID) -> None: ...


class StreamServer(Service):
    settings: Settings
    processing: Work
    """Given to it when the service is put together."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            "stream-server",
            "1.0.0",
            settings,
            issuer=ISSUER,
            stream=EVENTS,
            owner_of_sessions="backend-api",
            schema="stream",
            migrations=Path(__file__).parent / "migrations",
            peers={"backend-api": settings.backend_api_url},
        )
        self.now_playing = NowPlaying(self.database, self.cache)
        self.sockets = Sockets()
        self.health.depends_on("media", self._media_can_be_written, vital=False)

    def folder(self, track_id: UUID) -> Path:
        """Where everything of one track is."""
        return self.settings.media_dir / str(track_id)

    def source(self, track_id: UUID) -> Path:
        """The upload, kept until its renditions are made."""
        return self.folder(track_id) / "source"

    def rendition(self, track_id: UUID, quality: Quality) -> Path:
        return self.folder(track_id) / f"{quality}.mp3"

    async def _media_can_be_written(self) -> None:
        def check() -> None:
            folder = self.settings.media_dir
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(f"{folder} is not there or cannot be written to")
            if shutil.disk_usage(folder).free < FREE_BYTES:
                raise OSError(f"{folder} is full")

        await asyncio.to_thread(check)


TheStreamServer = Annotated[StreamServer, Depends(the_service)]
