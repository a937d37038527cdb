"""oms, put together."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from functools import partial

from fastapi import FastAPI
from prometheus_client import Gauge

from platforms.audit.oms import routes
from platforms.audit.oms.context import Oms, OmsSettings
from platforms.audit.oms.publishing import Publisher
from platforms.common import logs
from platforms.common.accounts import people
from platforms.common.accounts import routes as accounts
from platforms.common.background import Background
from platforms.common.errors import ApiError
from platforms.common.service import Service, create_app
from platforms.common.serving import run

WAITING = Gauge("audit_outbox_waiting", "Events that the broker has not confirmed yet.")
COUNTING_SECONDS = 1.0


def build(settings: OmsSettings) -> FastAPI:
    service = Oms(settings)
    background = Background()

    async def start(_: Service) -> None:
        await people.make_first_admin(service.accounts, settings.admin_email, settings.admin_password)
        publisher = Publisher(service.database, service.events)
        background.begin(publisher.run, partial(accounts.keep_tidy, service.accounts), partial(_count, publisher))

    async def stop(_: Service) -> None:
        await background.end()

    return create_app(
        service,
        [accounts.entrance, accounts.router, accounts.internal, routes.router, routes.records],
        on_start=start,
        on_stop=stop,
    )


async def _count(publisher: Publisher) -> None:
    """Let the metrics tell how many events wait."""
    while True:
        with suppress(ApiError):  # the database is away, which is logged already
            WAITING.set(await publisher.waiting())
        await asyncio.sleep(COUNTING_SECONDS)


def main() -> None:
    settings = OmsSettings.from_environment(os.environ)
    logs.set_up("oms", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
