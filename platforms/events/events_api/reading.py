"""What events-api offers to everybody: lists, search, the graph; and to people: what they might like."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from platforms.common.errors import Reply, refusals
from platforms.common.fields import When
from platforms.common.service import ForPeople, SignedIn
from platforms.events.events_api import events, graph, recommending, searching
from platforms.events.events_api.context import TheApi
from platforms.events.events_api.events import Event
from platforms.events.events_api.graph import Connection, KnownSpeaker, Named, Network, RelatedTopic
from platforms.events.events_api.parameters import TheCatalogue, UpTo50, Words
from platforms.events.events_api.recommending import Recommendation
from platforms.events.events_api.searching import Filters, Hit, Page

router = APIRouter(prefix="/api/v1", responses=refusals(404, 422, 503))
IN = "/catalogues/{catalogue}"


@router.get(f"{IN}/events", tags=["events"])
async def list_events(
    mine: TheCatalogue,
    service: TheApi,
    place: Words | None = None,
    after: When | None = None,
    before: When | None = None,
    topic: Words | None = None,
    quality: Annotated[int | None, Query(ge=0, le=100)] = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Reply[Page]:
    """Events of a catalogue, the latest date first."""
    filters = Filters(place=place, after=after, before=before, topic=topic, quality=quality)
    return Reply(data=await searching.every(service.database, mine.id, filters, page, limit))


@router.get(f"{IN}/events/search", tags=["events"])
async def search_events(
    mine: TheCatalogue, service: TheApi, q: Words, by: Literal["words", "meaning"] = "words", limit: UpTo50 = 10
) -> Reply[list[Hit]]:
    """Events that are found by words or by meaning, the best first."""
    search = {"words": searching.by_words, "meaning": searching.by_meaning}[by]
    return Reply(data=await search(service.database, mine.id, q, limit))


@router.get("/events/{event_id}", tags=["events"])
async def show_event(event_id: UUID, service: TheApi) -> Reply[Event]:
    """An event with its speakers, companies and topics."""
    return Reply(data=await events.get(service.database, event_id))


@router.get("/events/{event_id}/similar", tags=["events"])
async def list_similar(event_id: UUID, service: TheApi, limit: UpTo50 = 5) -> Reply[list[Hit]]:
    """The events of its catalogue that are nearest to it, itself never."""
    return Reply(data=await searching.similar(service.database, event_id, limit))


@router.get("/events/{event_id}/network", tags=["graph"])
async def show_network(event_id: UUID, service: TheApi) -> Reply[Network]:
    """What an event is connected with."""
    return Reply(data=await graph.network(service.database, await events.get(service.database, event_id)))


@router.get(f"{IN}/speakers", tags=["graph"])
async def list_speakers(mine: TheCatalogue, service: TheApi, q: Words = "") -> Reply[list[KnownSpeaker]]:
    """Speakers whose name holds the text."""
    return Reply(data=await graph.speakers(service.database, mine.id, q))


@router.get(f"{IN}/companies", tags=["graph"])
async def list_companies(mine: TheCatalogue, service: TheApi, q: Words = "") -> Reply[list[Named]]:
    """Companies whose name holds the text."""
    return Reply(data=await graph.companies(service.database, mine.id, q))


@router.get(f"{IN}/topics", tags=["graph"])
async def list_topics(mine: TheCatalogue, service: TheApi) -> Reply[list[Named]]:
    """Topics of a catalogue."""
    return Reply(data=await graph.topics(service.database, mine.id))


@router.get(f"{IN}/graph/speakers/{{speaker_id}}", tags=["graph"])
async def list_connections(
    mine: TheCatalogue, service: TheApi, speaker_id: UUID, depth: Annotated[int, Query(ge=1, le=3)] = 2
) -> Reply[list[Connection]]:
    """Who spoke with a speaker, with those, and so on."""
    return Reply(data=await graph.connections(service.database, mine.id, speaker_id, depth))


@router.get(f"{IN}/graph/companies/{{company_id}}", tags=["graph"])
async def list_events_of_company(mine: TheCatalogue, service: TheApi, company_id: UUID) -> Reply[list[Event]]:
    """Events of a company, by date."""
    return Reply(data=await graph.events_of_company(service.database, mine.id, company_id))


@router.get(f"{IN}/graph/topics/{{topic_id}}", tags=["graph"])
async def list_related_topics(mine: TheCatalogue, service: TheApi, topic_id: UUID) -> Reply[list[RelatedTopic]]:
    """Topics that share events with a topic."""
    return Reply(data=await graph.related_topics(service.database, mine.id, topic_id))


personal = APIRouter(
    prefix="/api/v1", tags=["recommendations"], route_class=ForPeople, responses=refusals(401, 404, 422, 503)
)


@personal.get(f"{IN}/recommendations")
async def recommend(
    caller: SignedIn, mine: TheCatalogue, service: TheApi, limit: UpTo50 = 10
) -> Reply[list[Recommendation]]:
    """What the caller might like, after what they attend."""
    return Reply(data=await recommending.for_person(service.database, mine.id, UUID(caller.user_id), limit))


@personal.put("/events/{event_id}/attendance", status_code=204)
async def attend(event_id: UUID, caller: SignedIn, service: TheApi) -> None:
    """Say that one goes there."""
    await recommending.attend(service.database, UUID(caller.user_id), event_id)


@personal.delete("/events/{event_id}/attendance", status_code=204)
async def stay_away(event_id: UUID, caller: SignedIn, service: TheApi) -> None:
    """Say that one does not."""
    await recommending.stay_away(service.database, UUID(caller.user_id), event_id)
