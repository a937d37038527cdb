"""What events-api offers around scraping: to keepers of catalogues, and to processor."""

from __future__ import annotations

import uuid
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from platforms.common import limits
from platforms.common.errors import ApiError, RefusalDetail, Reply, refusals
from platforms.common.service import ForServices, calling_service
from platforms.events.events_api import scrapes
from platforms.events.events_api.access import ForEditors
from platforms.events.events_api.catalogues import Kept
from platforms.events.events_api.context import Api, TheApi
from platforms.events.events_api.parameters import TheKept
from platforms.events.events_api.scrapes import Scrape
from platforms.events.shape import Progress, Result

router = APIRouter(
    prefix="/api/v1/catalogues/{catalogue}",
    tags=["scraping"],
    route_class=ForEditors,
    responses=refusals(401, 403, 404, 413, 415, 422, 429, 503),
)
Address = Annotated[str, Field(min_length=1, max_length=4_000)]


class Wanted(BaseModel):
    url: Address
    again: bool = False
    """Also when there is an event of this address."""


class ManyWanted(BaseModel):
    urls: list[Address] = Field(min_length=1, max_length=50)


class Accepted(BaseModel):
    index: int
    url: str
    status: str
    scrape: Scrape | None = None
    error: RefusalDetail | None = None


class ManyAccepted(BaseModel):
    results: list[Accepted]
    total: int
    accepted: int
    failed: int


class BreakerState(BaseModel):
    what: str
    state: str


class Processing(BaseModel):
    waiting: int
    running: int
    done: int
    failed: int
    breakers: list[BreakerState]


async def _count(service: Api, kept: Kept, response: Response | None) -> None:
    limit = service.person_limit if kept.caller.session_id else service.key_limit
    await limits.check(service.cache, limit, kept.caller.user_id, str(uuid.uuid4()), response)


@router.post("/scrapes", status_code=202)
async def scrape_page(kept: TheKept, service: TheApi, wanted: Wanted, response: Response) -> Reply[Scrape]:
    """Have a page scraped, as soon as it can be."""
    url = scrapes.check(service.sites, wanted.url)
    await _count(service, kept, response)
    scrape, new = await scrapes.ask(service.database, kept, url, wanted.again)
    service.waiting.set()
    if not new and scrape.known:
        response.status_code = 200
    return Reply(data=scrape)


@router.post("/scrapes/batch")
async def scrape_pages(kept: TheKept, service: TheApi, wanted: ManyWanted) -> Reply[ManyAccepted]:
    """Up to fifty; what is wrong with one does not concern the others."""
    results = [await _ask_one(service, kept, index, url) for index, url in enumerate(wanted.urls)]
    service.waiting.set()
    accepted = sum(one.status == "accepted" for one in results)
    return Reply(
        data=ManyAccepted(results=results, total=len(results), accepted=accepted, failed=len(results) - accepted)
    )


async def _ask_one(service: Api, kept: Kept, index: int, given: str) -> Accepted:
    try:
        url = scrapes.check(service.sites, given)
        await _count(service, kept, None)
        scrape, _ = await scrapes.ask(service.database, kept, url, again=False)
    except ApiError as error:
        told = RefusalDetail(code=error.code, message=error.message, details=error.details)
        return Accepted(index=index, url=given, status="failed", error=told)
    return Accepted(index=index, url=given, status="accepted", scrape=scrape)


@router.get("/scrapes/{scrape_id}")
async def show_scrape(kept: TheKept, service: TheApi, scrape_id: UUID) -> Reply[Scrape]:
    """How far a scrape is."""
    return Reply(data=await scrapes.get(service.database, kept.catalogue.id, scrape_id))


@router.get("/processing")
async def show_processing(kept: TheKept, service: TheApi) -> Reply[Processing]:
    """How the work of a catalogue goes on."""
    found = await service.processor.data("GET", f"/internal/catalogues/{kept.catalogue.id}/processing")
    return Reply(data=Processing(**found))


internal = APIRouter(
    prefix="/internal/scrapes/{scrape_id}",
    tags=["internal"],
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 404, 422, 503),
)


class Made(BaseModel):
    event_id: UUID


@internal.post("/progress", status_code=204)
async def note_progress(scrape_id: UUID, told: Progress, service: TheApi) -> None:
    """How far it is, or that it failed."""
    await scrapes.note_progress(service.database, scrape_id, told)


@internal.put("/result")
async def finish_scrape(scrape_id: UUID, result: Result, service: TheApi) -> Reply[Made]:
    """What the page tells; the same result again changes nothing."""
    return Reply(data=Made(event_id=await scrapes.finish(service.database, scrape_id, result)))
