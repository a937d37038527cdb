"""extractor: keeps nothing, knows nobody, and says of a page what it tells."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel, Field

from platforms.common import logs
from platforms.common.errors import Reply, refusals
from platforms.common.service import ForServices, Service, calling_service, create_app
from platforms.common.serving import run
from platforms.common.settings import ServiceSettings
from platforms.events.extractor import reading
from platforms.events.shape import Extraction

MOST_LETTERS = 4_000_000

router = APIRouter(
    prefix="/internal",
    tags=["internal"],
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422),
)


class Page(BaseModel):
    html: Annotated[str, Field(max_length=MOST_LETTERS)]
    url: Annotated[str, Field(max_length=2_000)]


@router.post("/extract")
async def extract(page: Page) -> Reply[Extraction]:
    """What a page says; not `found` when it tells of no event."""
    return Reply(data=await asyncio.to_thread(lambda: reading.read(page.html, page.url)))


def build(settings: ServiceSettings) -> FastAPI:
    return create_app(Service("extractor", "1.0.0", settings), [router])


def main() -> None:
    settings = ServiceSettings.from_environment(os.environ)
    logs.set_up("extractor", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
