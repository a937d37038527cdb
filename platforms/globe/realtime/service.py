"""An instance of Globe, put together."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge

from platforms.common import logs, pages
from platforms.common.accounts import people
from platforms.common.accounts import routes as accounts
from platforms.common.background import Background
from platforms.common.errors import ApiError
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.globe.realtime import live, routes, signing_out
from platforms.globe.realtime.attachments import Cleaning
from platforms.globe.realtime.context import Globe, GlobeSettings

STATIC = Path(__file__).parent / "static"
PAGES = ("/", "/sign-in", "/maps/{map_id}")
LARGEST_FRAME_BYTES = 4 * 1024 * 1024
"""Of what is larger nothing is read and the socket is closed; what is too large below that is refused."""
SEND_BUFFER_BYTES = 64 * 1024
"""Small, so that whoever does not read is found before megabytes wait for them."""
SILENCE_SECONDS = 60.0
"""Long, so that whoever does not read is found by what they leave unread before they are taken for gone."""
COUNTING_SECONDS = 1.0

ACTIVE = Gauge("globe_active_sessions", "Sessions on all maps, as PostgreSQL knows them.")


def build(settings: GlobeSettings) -> FastAPI:
    globe = Globe(settings)
    background = Background()

    async def start(_: Service) -> None:
        await people.make_first_admin(globe.accounts, settings.admin_email, settings.admin_password)
        background.begin(
            globe.bus.listen,
            globe.bus.look,
            partial(globe.bus.keep_reconciled, settings.reconcile_seconds),
            Cleaning(globe).run,
            partial(signing_out.watch, globe),
            partial(accounts.keep_tidy, globe.accounts),
            partial(_count, globe),
        )

    async def stop(_: Service) -> None:
        await background.end()

    app = create_app(
        globe, [accounts.entrance, accounts.router, routes.router, live.router], on_start=start, on_stop=stop
    )
    pages.add_to(app, STATIC, PAGES)
    return app


async def _count(globe: Globe) -> None:
    """Let the metrics tell how many people are on maps."""
    while True:
        with suppress(ApiError):  # the database is away, which is logged already
            ACTIVE.set(await globe.database.value("SELECT count(*) FROM map_sessions WHERE ended_at IS NULL"))
        await asyncio.sleep(COUNTING_SECONDS)


def main() -> None:
    settings = GlobeSettings.from_environment(os.environ)
    logs.set_up(settings.instance, settings.log_level)
    run(
        build(settings),
        settings,
        send_buffer_bytes=SEND_BUFFER_BYTES,
        largest_frame_bytes=LARGEST_FRAME_BYTES,
        silence_seconds=SILENCE_SECONDS,
        cuts_slow_readers=True,
    )


if __name__ == "__main__":
    main()
