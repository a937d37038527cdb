"""What backend-api offers to the other services."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from platforms.common.accounts import sessions
from platforms.common.errors import Reply, refusals
from platforms.common.fields import Email, line
from platforms.common.security import Caller
from platforms.common.service import ForServices, calling_service, client_address
from platforms.veza.backend_api import people, signing_in
from platforms.veza.backend_api.context import TheBackend

router = APIRouter(
    prefix="/internal",
    tags=["internal"],
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422, 503),
)


class NewPerson(BaseModel):
    email: Email
    password: str = Field(min_length=8, max_length=128)
    display_name: Annotated[str, line(1, 50)]


class Credentials(BaseModel):
    email: Email
    password: str = Field(min_length=1, max_length=128)
    session_id: UUID | None = None
    """Of the session to open, if it is given: asked for again, it is the same session."""


@router.post("/people", status_code=201, responses=refusals(409))
async def register_person(service: TheBackend, new: NewPerson) -> Reply[people.User]:
    """Make the account of a listener."""
    user = await people.register(
        service.events,
        service.passwords,
        email=new.email,
        password=new.password,
        display_name=new.display_name,
    )
    return Reply(data=user)


@router.get("/people/{person_id}", responses=refusals(404))
async def show_person(person_id: UUID, service: TheBackend) -> Reply[people.KnownPerson]:
    return Reply(data=await people.known(service.database, person_id))


@router.post("/sessions", responses=refusals(429))
async def sign_in(
    service: TheBackend, given: Credentials, address: Annotated[str, Depends(client_address)]
) -> Reply[signing_in.SignedIn]:
    """Open a session for somebody who knows e-mail and password."""
    return Reply(data=await signing_in.sign_in(service, given.email, given.password, address, given.session_id))


@router.get("/sessions/{session_id}")
async def show_session(session_id: UUID, service: TheBackend) -> Reply[Caller | None]:
    """Whose session it is; null when it has ended."""
    return Reply(data=await sessions.recall(service.database, service.session_copies, str(session_id)))


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: UUID, service: TheBackend) -> None:
    """Sign out; a session that has ended stays so."""
    async with service.events.change() as change:
        await sessions.end(change, service.cache, session_id)
