"""processor: its routes, and put together."""

from __future__ import annotations

import os
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel

from platforms.common import logs
from platforms.common.background import Background
from platforms.common.errors import Reply, refusals
from platforms.common.service import ForServices, Service, calling_service, create_app
from platforms.common.serving import run
from platforms.events.processor import queue
from platforms.events.processor.context import Processor, ProcessorSettings, TheProcessor
from platforms.events.processor.working import EXTRACTOR, Workers
from platforms.events.shape import Job

internal = APIRouter(
    prefix="/internal",
    tags=["internal"],
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422, 503),
)


class BreakerState(BaseModel):
    what: str
    """`extractor`, or the origin of a site."""
    state: str


class Processing(BaseModel):
    waiting: int
    running: int
    done: int
    failed: int
    breakers: list[BreakerState]


@internal.post("/jobs", status_code=202)
async def queue_job(job: Job, service: TheProcessor) -> Reply[None]:
    """Take a job on; the same one again is the same."""
    await queue.put(service.database, job)
    service.arrived.set()
    return Reply(data=None)


@internal.delete("/catalogues/{catalogue_id}", status_code=204)
async def forget_catalogue(catalogue_id: UUID, service: TheProcessor) -> None:
    """Remove all work and all pages of a catalogue."""
    await queue.forget(service.database, catalogue_id)
    for key in [key for key in service.breakers if key[0] == str(catalogue_id)]:
        del service.breakers[key]


@internal.get("/catalogues/{catalogue_id}/processing")
async def show_processing(catalogue_id: UUID, service: TheProcessor) -> Reply[Processing]:
    """How the work of a catalogue goes on."""
    service.breaker("", EXTRACTOR)
    breakers = [
        BreakerState(what=what, state=breaker.state)
        for (catalogue, what), breaker in sorted(service.breakers.items())
        if catalogue in ("", str(catalogue_id))
    ]
    return Reply(data=Processing(**await queue.counts(service.database, catalogue_id), breakers=breakers))


def build(settings: ProcessorSettings) -> FastAPI:
    service = Processor(settings)
    background = Background()

    async def start(_: Service) -> None:
        Workers(service).begin(background)

    async def stop(_: Service) -> None:
        await background.end()

    return create_app(service, [internal], on_start=start, on_stop=stop)


def main() -> None:
    settings = ProcessorSettings.from_environment(os.environ)
    logs.set_up("processor", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
