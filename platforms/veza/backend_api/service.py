"""backend-api, put together."""

from __future__ import annotations

import asyncio
import logging
import os
from functools import partial
from typing import Any

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.accounts import sessions
from platforms.common.background import Background
from platforms.common.errors import ApiError
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.veza.backend_api import (
    activity,
    internal_routes,
    people,
    routes,
    tracks,
)
from platforms.veza.backend_api.context import Backend, BackendSettings

log = logging.getLogger(__name__)

TIDYING_SECONDS = 1
URGENT_TIDYING_SECONDS = 0.3
"""While a session that has ended may still be remembered."""
TRACK_EVENTS = ("track.events.progress", "track.events.ready", "track.events.failed")
ACTIVITY_EVENTS = ("stream.events.started", "chat.events.message_sent")
"""Of other services; what this one tells of activity, it writes down when it happens."""


def build(settings: BackendSettings) -> FastAPI:
    service = Backend(settings)
    background = Background()

    async def handle(event: dict[str, Any]) -> None:
        if event["type"] in ACTIVITY_EVENTS:
            async with service.database.connection() as connection:
                await activity.record(connection, event)
        else:
            await tracks.follow(service.database, event)

    async def start(_: Service) -> None:
        await people.make_first_admin(
            service.database,
            service.events,
            service.passwords,
            settings.admin_email,
            settings.admin_password,
        )
        service.events.consume([*TRACK_EVENTS, *ACTIVITY_EVENTS], handle)
        background.begin(partial(_tidy, service))

    async def stop(_: Service) -> None:
        await background.end()

    return create_app(
        service,
        [routes.router, internal_routes.router],
        allow_origin=settings.web_url,
        on_start=start,
        on_stop=stop,
    )


async def _tidy(service: Backend) -> None:
    """Finish, again and again, what could not be finished at once."""
    while True:
        forgotten = False
        try:
            forgotten = await sessions.forget_at_last(service.database, service.cache)
            await tracks.remove_unpublished(service.database)
            await tracks.remove_elsewhere(service.database, service.peers["stream-server"])
        except ApiError:  # something is away, which is logged already
            pass
        except Exception:
            log.exception("tidying failed")
        await asyncio.sleep(TIDYING_SECONDS if forgotten else URGENT_TIDYING_SECONDS)


def main() -> None:
    settings = BackendSettings.from_environment(os.environ)
    logs.set_up("backend-api", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
