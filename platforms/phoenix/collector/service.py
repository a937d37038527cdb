"""The collector, put together."""

from __future__ import annotations

import os

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.service import create_app
from platforms.common.serving import run
from platforms.common.settings import ServiceSettings
from platforms.phoenix.collector import routes
from platforms.phoenix.collector.context import Collector


def build(settings: ServiceSettings) -> FastAPI:
    return create_app(Collector(settings), [routes.public, routes.router])


def main() -> None:
    settings = ServiceSettings.from_environment(os.environ)
    logs.set_up("collector", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
