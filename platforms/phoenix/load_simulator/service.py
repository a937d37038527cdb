"""load-simulator, put together: it is told what to simulate by experiment-controller, and keeps nothing."""

from __future__ import annotations

import os
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI

from platforms.common import logs
from platforms.common.errors import Reply, refusals
from platforms.common.service import ForServices, Service, calling_service, create_app, the_service
from platforms.common.serving import run
from platforms.common.settings import ServiceSettings, ServiceUrl
from platforms.phoenix.load_simulator.simulating import Loads
from platforms.phoenix.shape import Load

router = APIRouter(
    prefix="/internal",
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422),
)


class SimulatorSettings(ServiceSettings):
    collector_url: ServiceUrl


class Simulator(Service):
    def __init__(self, settings: SimulatorSettings) -> None:
        super().__init__("load-simulator", "1.0.0", settings, peers={"collector": settings.collector_url})
        self.loads = Loads(self.peers["collector"])
        self.health.depends_on("collector", self.peers["collector"].ping, vital=False)


TheSimulator = Annotated[Simulator, Depends(the_service)]


@router.get("/loads")
async def list_loads(service: TheSimulator) -> Reply[list[Load]]:
    """What is simulated."""
    return Reply(data=service.loads.running())


@router.put("/loads")
async def start_load(load: Load, service: TheSimulator) -> Reply[None]:
    """Simulate the processes of an experiment's nodes."""
    service.loads.start(load)
    return Reply(data=None)


@router.delete("/loads/{experiment_id}")
async def stop_load(experiment_id: UUID, service: TheSimulator) -> Reply[None]:
    """Simulate them no more."""
    service.loads.stop(experiment_id)
    return Reply(data=None)


def build(settings: SimulatorSettings) -> FastAPI:
    async def stop(service: Service) -> None:
        await cast(Simulator, service).loads.close()

    return create_app(Simulator(settings), [router], on_stop=stop)


def main() -> None:
    settings = SimulatorSettings.from_environment(os.environ)
    logs.set_up("load-simulator", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
