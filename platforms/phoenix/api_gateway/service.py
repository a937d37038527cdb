"""api-gateway, put together."""

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
from platforms.phoenix.api_gateway import routes, sockets
from platforms.phoenix.api_gateway.context import TENANTS, Gateway, GatewaySettings

STATIC = Path(__file__).parent / "static"
PAGES = ("/", "/sign-in", "/experiments/{experiment_id}")


def build(settings: GatewaySettings) -> FastAPI:
    gateway = Gateway(settings)
    background = Background()

    async def start(_: Service) -> None:
        emails = (settings.admin_email, settings.other_admin_email)
        for email, tenant in zip(emails, TENANTS, strict=True):
            await people.make_first_admin(gateway.accounts, email, settings.admin_password, tenant)
        background.begin(
            gateway.catalogue.keep,
            gateway.creating.run,
            gateway.live.tell,
            partial(sockets.recheck, gateway),
            partial(accounts.keep_tidy, gateway.accounts),
        )

    async def stop(_: Service) -> None:
        await background.end()

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
