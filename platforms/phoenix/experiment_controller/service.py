"""experiment-controller, put together. It has no routes: what it does, it reads from the database."""

from __future__ import annotations

import os
from functools import partial

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.background import Background
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.phoenix.experiment_controller import advancing
from platforms.phoenix.experiment_controller.context import Controller, ControllerSettings


def build(settings: ControllerSettings) -> FastAPI:
    controller = Controller(settings)
    background = Background()

    async def start(_: Service) -> None:
        background.begin(partial(advancing.run, controller))

    async def stop(_: Service) -> None:
        await background.end()

    return create_app(controller, [], on_start=start, on_stop=stop)


def main() -> None:
    settings = ControllerSettings.from_environment(os.environ)
    logs.set_up("experiment-controller", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
