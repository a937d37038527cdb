"""How stream-server is put together, and what it does by itself."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.background import Background
from platforms.common.errors import ApiError
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.common.sockets import SESSION_ENDED
from platforms.veza.stream_server import commands, listening, metadata, preferences, routes
from platforms.veza.stream_server.processing import Processing
from platforms.veza.stream_server.server import Settings, StreamServer

log = logging.getLogger(__name__)

ROUND_SECONDS = 2
"""How often sessions and silent streams are looked after."""
RETRY_SECONDS = 0.2


def build(settings: Settings) -> FastAPI:
    server = StreamServer(settings)
    server.processing = processing = Processing(server)
    background = Background()

    async def start(_: Service) -> None:
        logs.correlation_id.set(str(uuid4()))
        await listening.stop_left_over(server)
        await processing.resume()
        await server.events.listen("user.events.signed_out", hear_signed_out)
        await server.events.listen("user.events.deactivated", hear_deactivated)
        server.events.consume(["user.events.renamed", "user.events.preference_changed"], hear_changed)
        background.begin(
            server.now_playing.keep,
            partial(_again_and_again, server, stop_with_sockets, pause=0),
            partial(_again_and_again, server, listening.stop_silent, pause=ROUND_SECONDS),
            partial(_again_and_again, server, end_sessions, pause=ROUND_SECONDS),
        )

    async def stop(_: Service) -> None:
        await background.end()
        with suppress(ApiError):
            while not server.sockets.gone.empty():
                await stop_with_sockets(server)
        await processing.close()

    async def hear_signed_out(event: dict[str, Any]) -> None:
        server.sockets.end_session(event["data"]["session_id"])

    async def hear_changed(event: dict[str, Any]) -> None:
        data = event["data"]
        if event["type"] == "user.events.renamed":
            await metadata.rename_artist(server, data["user_id"], data["display_name"])
        else:
            await preferences.choose(server, data["user_id"], data["preferred_quality"])

    async def hear_deactivated(event: dict[str, Any]) -> None:
        server.sockets.end_person(event["data"]["user_id"])

    return create_app(
        server,
        [routes.people, routes.audio, routes.services, commands.router],
        allow_origin=settings.web_url,
        on_start=start,
        on_stop=stop,
    )


async def _again_and_again(server: StreamServer, step: Callable[[StreamServer], Awaitable[None]], pause: float) -> None:
    while True:
        logs.correlation_id.set(str(uuid4()))
        try:
            await step(server)
            await asyncio.sleep(pause)
        except ApiError as error:
            log.warning("put off: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            log.exception("a round went wrong")
            await asyncio.sleep(RETRY_SECONDS)


async def stop_with_sockets(server: StreamServer) -> None:
    """Wait for a socket to end and stop its streams; if that cannot be done now, it is tried again."""
    gone = await server.sockets.gone.get()
    logs.correlation_id.set(gone.correlation_id)
    try:
        await listening.stop_with_socket(server, gone)
    except BaseException:
        server.sockets.gone.put_nowait(gone)
        raise


async def end_sessions(server: StreamServer) -> None:
    """Close the sockets of sessions that have ended or expired without our having heard of it."""
    for connection in server.sockets.all():
        try:
            await server.sessions.caller(connection.token)
        except ApiError as refusal:
            if refusal.status == 401:
                connection.end(SESSION_ENDED)


def main() -> None:
    settings = Settings.from_environment(os.environ)
    logs.set_up("stream-server", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
