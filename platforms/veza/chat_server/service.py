"""Settings, and how chat-server is put together."""

from __future__ import annotations

import asyncio
import os

from fastapi import FastAPI
from pydantic import Field

from platforms.common import logs
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.common.settings import ServiceUrl
from platforms.veza.chat_server import between, live, news, routes
from platforms.veza.chat_server.chat import Chat
from platforms.veza.settings import VezaSettings

FINISHING_SECONDS = 3
SEND_BUFFER_BYTES = 64 * 1024
"""Small, so that whoever does not read is found before megabytes wait for them."""


class ChatSettings(VezaSettings):
    instance: str = Field(default="chat-server", pattern=r"^[a-z][a-z0-9-]{0,40}$")
    """Its name among the instances."""
    web_url: ServiceUrl
    """Whose pages may call from a browser."""
    backend_api_url: ServiceUrl
    stream_server_url: ServiceUrl


def build(settings: ChatSettings) -> FastAPI:
    peers = {"backend-api": settings.backend_api_url, "stream-server": settings.stream_server_url}
    chat = Chat(settings, settings.instance, peers)

    async def start(_: Service) -> None:
        between.start(chat)
        chat.presence.start()
        chat.playing.start()
        await news.follow(chat)

    async def stop(_: Service) -> None:
        """What was accepted is stored, and nobody is left behind as present."""
        if chat.workers:
            await asyncio.wait(chat.workers, timeout=FINISHING_SECONDS)
        await chat.playing.stop()
        await chat.carrier.stop()
        await chat.presence.stop()

    return create_app(
        chat,
        [routes.router, live.router],
        allow_origin=settings.web_url,
        on_start=start,
        on_stop=stop,
    )


def main() -> None:
    settings = ChatSettings.from_environment(os.environ)
    logs.set_up(settings.instance, settings.log_level)
    run(build(settings), settings, send_buffer_bytes=SEND_BUFFER_BYTES)


if __name__ == "__main__":
    main()
