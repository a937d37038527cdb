"""config-generator, put together. It keeps nothing."""

from __future__ import annotations

import os

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.common.settings import ServiceSettings
from platforms.phoenix.config_generator import routes


def build(settings: ServiceSettings) -> FastAPI:
    return create_app(Service("config-generator", "1.0.0", settings), [routes.router])


def main() -> None:
    settings = ServiceSettings.from_environment(os.environ)
    logs.set_up("config-generator", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
