"""api-gateway, put together."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from fastapi import FastAPI

from platforms.common import logs, pages
from platforms.common.accounts import people
from platforms.common.accounts import routes as accounts
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.phoenix.api_gateway import routes, sockets
from platforms.phoenix.api_gateway.context import TENANTS, Gateway, GatewaySettings

STATIC = Path(__file__).parent / "static"
PAGES = ("/", "/sign-in", "/experiments/{experiment_id}")


def build(settings: GatewaySettings) -> FastAPI:
    gateway = Gateway(settings)
    tasks: list[asyncio.Task[None]] = []

    async def start(_: Service) -> None:
        emails = (settings.admin_email, settings.other_admin_email)
        for email, tenant in zip(emails, TENANTS, strict=True):
            await people.make_first_admin(gateway.accounts, email, settings.admin_password, tenant)
        for work in (
            gateway.catalogue.keep(),
            gateway.creating.run(),
            gateway.live.tell(),
            sockets.recheck(gateway),
            accounts.keep_tidy(gateway.accounts),
        ):
            tasks.append(asyncio.create_task(work))

    async def stop(_: Service) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    app = create_app(
        gateway,
        [accounts.entrance, accounts.router, routes.router, sockets.router],
        on_start=start,
        on_stop=stop,
    )
    pages.add_to(app, STATIC, PAGES)
    return app


def main() -> None:
    settings = GatewaySettings.from_environment(os.environ)
    logs.set_up("api-gateway", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
