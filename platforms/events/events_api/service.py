"""events-api, put together."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from platforms.common import logs, pages
from platforms.common.accounts import people
from platforms.common.accounts import routes as accounts
from platforms.common.background import Background
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.events.events_api import handing, keeping, reading, scraping
from platforms.events.events_api.context import Api, ApiSettings

STATIC = Path(__file__).parent / "static"
PAGES = ("/", "/sign-in", "/events/{event_id}", "/scrape")


def build(settings: ApiSettings) -> FastAPI:
    service = Api(settings)
    background = Background()

    async def start(_: Service) -> None:
        await people.make_first_admin(service.accounts, settings.admin_email, settings.admin_password)
        background.begin(
            partial(accounts.keep_tidy, service.accounts),
            partial(handing.keep_handing_over, service),
        )

    async def stop(_: Service) -> None:
        await background.end()

    app = create_app(
        service,
        [
            accounts.entrance,
            accounts.router,
            reading.personal,
            keeping.router,
            keeping.lines,
            scraping.router,
            reading.router,
            scraping.internal,
        ],
        on_start=start,
        on_stop=stop,
    )
    pages.add_to(app, STATIC, PAGES)
    return app


def main() -> None:
    settings = ApiSettings.from_environment(os.environ)
    logs.set_up("events-api", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
