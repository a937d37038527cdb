"""audit-service, put together."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from platforms.audit.audit_service import entrance, retention, routes, storing
from platforms.audit.audit_service.consuming import Consumer
from platforms.audit.audit_service.context import Audit, AuditSettings
from platforms.common import logs, pages
from platforms.common.background import Background
from platforms.common.service import Service, create_app
from platforms.common.serving import run

STATIC = Path(__file__).parent / "static"
PAGES = ("/", "/sign-in", "/records/{event_id}", "/integrity")


def build(settings: AuditSettings) -> FastAPI:
    service = Audit(settings)
    background = Background()

    async def start(_: Service) -> None:
        await storing.begin_chain(service.database, settings.integrity_secret)
        background.begin(
            Consumer(service).run,
            partial(retention.keep_archiving, service.database, settings.retention_seconds),
        )

    async def stop(_: Service) -> None:
        await background.end()

    app = create_app(service, [entrance.router, routes.router, routes.internal], on_start=start, on_stop=stop)
    pages.add_to(app, STATIC, PAGES)
    return app


def main() -> None:
    settings = AuditSettings.from_environment(os.environ)
    logs.set_up("audit-service", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
