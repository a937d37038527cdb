"""web, put together."""

from __future__ import annotations

import os

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.service import create_app
from platforms.common.serving import run
from platforms.veza.web import pages, routes
from platforms.veza.web.context import Web, WebSettings


def build(settings: WebSettings) -> FastAPI:
    app = create_app(Web(settings), [routes.router])
    pages.add_to(app, settings)
    return app


def main() -> None:
    settings = WebSettings.from_environment(os.environ)
    logs.set_up("web", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
