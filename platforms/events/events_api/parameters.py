"""What several routes take: the catalogue, whether the caller keeps it, limits."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query

from platforms.events.events_api import catalogues
from platforms.events.events_api.access import Editor
from platforms.events.events_api.catalogues import Catalogue, Kept
from platforms.events.events_api.context import TheApi

CatalogueName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Words = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
UpTo50 = Annotated[int, Query(ge=1, le=50)]


async def the_catalogue(catalogue: CatalogueName, service: TheApi) -> Catalogue:
    """Dependency: a catalogue, for whoever asks."""
    return await catalogues.get(service.database, catalogue)


async def kept_catalogue(catalogue: CatalogueName, service: TheApi, caller: Editor) -> Kept:
    """Dependency: a catalogue of the caller's, refused with status 403 when it is somebody else's."""
    return catalogues.check_keeper(await catalogues.get(service.database, catalogue), caller)


async def kept_event(event_id: UUID, service: TheApi, caller: Editor) -> UUID:
    """Dependency: the id of an event in a catalogue of the caller's."""
    catalogues.check_keeper(await catalogues.of_event(service.database, event_id), caller)
    return event_id


TheCatalogue = Annotated[Catalogue, Depends(the_catalogue)]
TheKept = Annotated[Kept, Depends(kept_catalogue)]
KeptEvent = Annotated[UUID, Depends(kept_event)]
