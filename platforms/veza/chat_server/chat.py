"""What the rules of chat-server work with."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import Depends

from platforms.common.service import Service, TheService
from platforms.veza.chat_server.carrier import Carrier
from platforms.veza.chat_server.connections import Connections
from platforms.veza.chat_server.fanout import Rooms
from platforms.veza.chat_server.playing import Playing
from platforms.veza.chat_server.presence import Presence
from platforms.veza.settings import EVENTS, ISSUER, VezaSettings

SCHEMA = "chat"
"""Of its tables."""


class Chat(Service):
    """An instance of the service, with its open sockets and rooms; the carrier brings it together with the others."""

    def __init__(self, settings: VezaSettings, instance: str, peers: dict[str, str]) -> None:
        super().__init__(
            "chat-server",
            "1.0.0",
            settings,
            issuer=ISSUER,
            stream=EVENTS,
            owner_of_sessions="backend-api",
            schema=SCHEMA,
            migrations=Path(__file__).parent / "migrations",
            peers=peers,
            instance=instance,
        )
        self.connections = Connections()
        self.rooms = Rooms()
        self.carrier = Carrier(settings.database_url, SCHEMA)
        self.presence = Presence(self.cache, self.rooms)
        self.playing = Playing(self.cache, self.rooms)
        self.workers: set[asyncio.Task[None]] = set()

    async def check_database(self) -> None:
        """It answers, and carries what instances tell each other."""
        await super().check_database()
        self.carrier.check()


def the_chat(service: TheService) -> Chat:
    assert isinstance(service, Chat)
    return service


TheChat = Annotated[Chat, Depends(the_chat)]
"""Dependency: the chat-server that answers, for routes and sockets alike."""
