"""How the auditor's page signs in and out: oms knows the people, the browser keeps the token in this page's cookie."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from platforms.audit.audit_service.context import TheAudit
from platforms.common import cookies
from platforms.common.errors import Reply, refusals
from platforms.common.fields import Email
from platforms.common.service import SignedIn, client_address, person_token

router = APIRouter(prefix="/api", tags=["sessions"], responses=refusals(422, 503))
SIGN_IN_SECONDS = 8.0


class Credentials(BaseModel):
    email: Email
    password: str = Field(min_length=1, max_length=128)


class Visitor(BaseModel):
    """Whom the page greets."""

    name: str
    role: str


@router.post("/auth/login", responses=refusals(401, 429))
async def sign_in(
    service: TheAudit, given: Credentials, address: Annotated[str, Depends(client_address)], response: Response
) -> Reply[Visitor]:
    """Sign in as oms does, and keep the token in the browser's cookie."""
    opened: dict[str, Any] = await service.peers["oms"].data(
        "POST",
        "/api/auth/login",
        json=given.model_dump(),
        headers={"X-Client-Address": address},
        timeout=SIGN_IN_SECONDS,
    )
    assert service.cookie is not None
    cookies.keep(response, service.cookie, opened["access_token"], opened["expires_in"])
    return Reply(data=Visitor(name=opened["user"]["display_name"], role=opened["user"]["role"]))


@router.post("/auth/logout", responses=refusals(401, 403))
async def sign_out(
    service: TheAudit, _: SignedIn, token: Annotated[str, Depends(person_token)], response: Response
) -> Reply[None]:
    """End the session, on every service."""
    await service.peers["oms"].data("POST", "/api/auth/logout", person=token)
    assert service.cookie is not None
    cookies.forget(response, service.cookie)
    return Reply(data=None)


@router.get("/session", responses=refusals(401))
async def show_session(caller: SignedIn) -> Reply[Visitor]:
    """Who is signed in."""
    return Reply(data=Visitor(name=caller.name, role=caller.role))
