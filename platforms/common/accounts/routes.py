"""What the service that owns the people of a platform offers of them, to people and to the other services."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from platforms.common import cookies
from platforms.common.accounts import people, sessions, signing_in
from platforms.common.accounts.people import Accounts, Person, User
from platforms.common.accounts.signing_in import SignedIn
from platforms.common.errors import ApiError, Reply, refusals
from platforms.common.fields import Email, line
from platforms.common.security import Caller
from platforms.common.service import ForPeople, ForServices, calling_service, client_address, roles, the_service
from platforms.common.service import SignedIn as TheCaller

log = logging.getLogger(__name__)

TIDYING_SECONDS = 0.3


class Owner(Protocol):
    """The service that owns the people."""

    accounts: Accounts
    cookie: str | None


TheOwner = Annotated[Owner, Depends(the_service)]
Address = Annotated[str, Depends(client_address)]
Admin = Annotated[Caller, Depends(roles("admin"))]


class Registration(BaseModel):
    email: Email
    password: str = Field(min_length=8, max_length=128)
    display_name: Annotated[str, line(1, 50)]
    tenant: Annotated[str, line(1, 50)] | None = None
    """Only where the platform keeps tenants apart."""


class Registered(BaseModel):
    user: User


class Credentials(BaseModel):
    email: Email
    password: str = Field(min_length=1, max_length=128)


class NewRole(BaseModel):
    role: Annotated[str, line(1, 50)]


entrance = APIRouter(prefix="/api/auth", tags=["sessions"], responses=refusals(422, 503))
"""Open to everybody, but for signing out."""


@entrance.post("/register", status_code=201, responses=refusals(409))
async def register(service: TheOwner, given: Registration, address: Address) -> Reply[Registered]:
    """Make an account in the first role there is."""
    user = await people.register(service.accounts, **given.model_dump(), address=address)
    return Reply(data=Registered(user=user))


@entrance.post("/login", responses=refusals(401, 429))
async def sign_in(service: TheOwner, given: Credentials, address: Address, response: Response) -> Reply[SignedIn]:
    """Open a session, kept by the browser in a cookie and by others as a token."""
    opened = await signing_in.sign_in(service.accounts, given.email, given.password, address)
    if service.cookie is not None:
        cookies.keep(response, service.cookie, opened.access_token, opened.expires_in)
    return Reply(data=opened)


@entrance.post("/logout", responses=refusals(401, 403))
async def sign_out(service: TheOwner, caller: TheCaller, response: Response) -> Reply[None]:
    """End the session, on every service."""
    await signing_in.sign_out(service.accounts, UUID(caller.session_id))
    if service.cookie is not None:
        cookies.forget(response, service.cookie)
    return Reply(data=None)


router = APIRouter(prefix="/api/v1", route_class=ForPeople, tags=["people"], responses=refusals(401, 422, 503))


@router.get("/people/me")
async def show_me(caller: TheCaller, service: TheOwner) -> Reply[User]:
    """The account of the caller."""
    return Reply(data=await people.user(service.accounts.database, caller.user_id))


@router.get("/people")
async def find_people(
    caller: TheCaller, service: TheOwner, q: Annotated[str, line(0, 100), Query()] = ""
) -> Reply[list[Person]]:
    """Active people of the caller's tenant whose name holds the text, by name; at most 20."""
    return Reply(data=await people.find(service.accounts.database, caller, q))


@router.put("/admin/people/{person_id}/role", responses=refusals(403, 404, 409))
async def change_role(person_id: UUID, admin: Admin, service: TheOwner, address: Address, new: NewRole) -> Reply[User]:
    """Give somebody else another role; it counts at once, in their open sessions too."""
    return Reply(data=await people.change_role(service.accounts, admin, person_id, new.role, address))


@router.post("/admin/people/{person_id}/deactivate", responses=refusals(403, 404, 409))
async def deactivate_account(person_id: UUID, admin: Admin, service: TheOwner, address: Address) -> Reply[User]:
    """Close somebody else's account; their sessions end at once."""
    return Reply(data=await people.deactivate(service.accounts, admin, person_id, address))


internal = APIRouter(
    prefix="/internal",
    tags=["internal"],
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422, 503),
)
"""For the other services of the platform, where there are any."""


@internal.get("/sessions/{session_id}")
async def show_session(session_id: UUID, service: TheOwner) -> Reply[Caller | None]:
    """Whose session it is; null when it has ended."""
    accounts = service.accounts
    return Reply(data=await sessions.recall(accounts.database, accounts.copies, str(session_id)))


async def keep_tidy(accounts: Accounts) -> None:
    """Remove from Redis, again and again, what could not be removed at once. Ends by being cancelled."""
    while True:
        try:
            await sessions.forget_at_last(accounts.database, accounts.cache)
        except ApiError:  # the database is away, which is logged already
            pass
        except Exception:
            log.exception("tidying failed")
        await asyncio.sleep(TIDYING_SECONDS)
