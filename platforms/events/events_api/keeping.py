"""What events-api offers to those who keep catalogues: making them, filling them, putting them right."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, ValidationError

from platforms.common.errors import ApiError, RefusalDetail, Reply, refusals
from platforms.events.events_api import catalogues, events, importing, reviews, seeding, validation
from platforms.events.events_api.access import Editor, ForEditors, LinesForEditors
from platforms.events.events_api.catalogues import Catalogue
from platforms.events.events_api.context import TheApi
from platforms.events.events_api.events import Changes, Event, NewEvent
from platforms.events.events_api.parameters import KeptEvent, TheKept
from platforms.events.events_api.reviews import Decision, Review
from platforms.events.events_api.seeding import Seed, Seeded
from platforms.events.events_api.validation import Validation

CHANGING = refusals(401, 403, 404, 413, 415, 422, 503)
router = APIRouter(prefix="/api/v1", route_class=ForEditors, responses=CHANGING)
lines = APIRouter(prefix="/api/v1", route_class=LinesForEditors, responses=CHANGING)
IN = "/catalogues/{catalogue}"
MOST_AT_ONCE = 50


class NewCatalogue(BaseModel):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Batch(BaseModel):
    events: list[Any] = Field(min_length=1, max_length=MOST_AT_ONCE)
    """Each is looked at on its own."""


class Item(BaseModel):
    index: int
    status: str
    event_id: UUID | None = None
    error: RefusalDetail | None = None


class BatchResult(BaseModel):
    results: list[Item]
    total: int
    successful: int
    failed: int


@router.post("/catalogues", tags=["catalogues"], status_code=201, responses=refusals(409))
async def make_catalogue(caller: Editor, service: TheApi, new: NewCatalogue) -> Reply[Catalogue]:
    """A catalogue that the caller keeps."""
    return Reply(data=await catalogues.make(service.database, new.name, caller))


@router.delete(IN, tags=["catalogues"], status_code=204, responses=refusals(409))
async def remove_catalogue(kept: TheKept, service: TheApi) -> None:
    """With all that is in it."""
    await catalogues.remove(service.database, kept.catalogue)
    service.waiting.set()


@router.post(f"{IN}/events", tags=["events"], status_code=201, responses=refusals(409))
async def make_event(kept: TheKept, service: TheApi, new: NewEvent) -> Reply[Event]:
    """An event as it is told."""
    return Reply(data=await events.make(service.database, kept.catalogue.id, new))


@router.post(f"{IN}/events/batch", tags=["events"])
async def make_events(kept: TheKept, service: TheApi, batch: Batch) -> Reply[BatchResult]:
    """Up to fifty; what is wrong with one does not concern the others."""
    results = [await _make_one(kept.catalogue, service, index, given) for index, given in enumerate(batch.events)]
    made = sum(one.status == "created" for one in results)
    return Reply(data=BatchResult(results=results, total=len(results), successful=made, failed=len(results) - made))


async def _make_one(catalogue: Catalogue, service: TheApi, index: int, given: Any) -> Item:
    try:
        event = await events.make(service.database, catalogue.id, NewEvent.model_validate(given))
    except ValidationError as error:
        fields = [
            {"field": ".".join(map(str, one["loc"])) or "event", "code": one["type"].upper(), "message": one["msg"]}
            for one in error.errors()
        ]
        told = RefusalDetail(code="VALIDATION_FAILED", message="Some fields are not right.", details={"fields": fields})
        return Item(index=index, status="failed", error=told)
    except ApiError as error:
        told = RefusalDetail(code=error.code, message=error.message, details=error.details)
        return Item(index=index, status="failed", error=told)
    return Item(index=index, status="created", event_id=event.id)


@router.patch("/events/{event_id}", tags=["events"])
async def change_event(event_id: KeptEvent, service: TheApi, changes: Changes) -> Reply[Event]:
    """Change what is told of an event."""
    return Reply(data=await events.change(service.database, event_id, changes))


@router.delete("/events/{event_id}", tags=["events"], status_code=204)
async def remove_event(event_id: KeptEvent, service: TheApi) -> None:
    """Take an event away."""
    await events.remove(service.database, event_id)


@router.post(f"{IN}/seed", tags=["catalogues"], status_code=201, responses=refusals(409))
async def seed_catalogue(kept: TheKept, service: TheApi, given: Seed) -> Reply[Seeded]:
    """Fill an empty catalogue; the same number gives the same."""
    return Reply(data=await seeding.fill(service.database, kept.catalogue, given.seed))


@lines.post(f"{IN}/import", tags=["catalogues"])
async def import_events(
    kept: TheKept, service: TheApi, request: Request, whole: bool = False
) -> Reply[importing.Report]:
    """Bring events in, one JSON object a line."""
    return Reply(data=await importing.bring_in(service.database, kept.catalogue, await request.body(), whole))


@router.get(f"{IN}/validation", tags=["catalogues"])
async def validate_catalogue(kept: TheKept, service: TheApi) -> Reply[Validation]:
    """How much there is, and what is wrong with it."""
    return Reply(data=await validation.look_through(service.database, kept.catalogue.id))


@router.get(f"{IN}/reviews", tags=["reviews"])
async def list_reviews(kept: TheKept, service: TheApi) -> Reply[list[Review]]:
    """Speakers who may be the same."""
    return Reply(data=await reviews.waiting(service.database, kept.catalogue.id))


@router.post(f"{IN}/reviews/{{review_id}}", tags=["reviews"], status_code=204, responses=refusals(409))
async def decide_review(kept: TheKept, service: TheApi, review_id: UUID, decision: Decision) -> Response:
    """Say whether they are."""
    await reviews.decide(service.database, kept.catalogue.id, review_id, decision.same)
    return Response(status_code=204)
