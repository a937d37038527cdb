"""experiment-controller, put together. It has no routes: what it does, it reads from the database."""

from __future__ import annotations

import asyncio
import os

from fastapi import FastAPI

from platforms.common import logs
from platforms.common.service import Service, create_app
from platforms.common.serving import run
from platforms.phoenix.experiment_controller import advancing
from platforms.phoenix.experiment_controller.context import Controller, ControllerSettings


def build(settings: ControllerSettings) -> FastAPI:
    controller = Controller(settings)
    tasks: list[asyncio.Task[None]] = []

    async def start(_: Service) -> None:
        tasks.append(asyncio.create_task(advancing.run(controller)))

    async def stop(_: Service) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    return create_app(controller, [], on_start=start, on_stop=stop)


def main() -> None:
    settings = ControllerSettings.from_environment(os.environ)
    logs.set_up("experiment-controller", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
