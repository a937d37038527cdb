"""The API behind the pages."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from platforms.common.errors import Reply, refusals
from platforms.common.fields import Email, line
from platforms.common.peers import NoAnswer
from platforms.common.retries import Patience, alert, evenly, persist
from platforms.common.service import client_address
from platforms.veza.web import dashboard, overall
from platforms.veza.web.answers import Dashboard, OverallHealth, Registered, Session, SignedIn
from platforms.veza.web.context import TheVisitor, TheWeb, forget, keep_signed_in

log = logging.getLogger(__name__)

REGISTER_SECONDS = 8.0
SIGN_IN_SECONDS = 2.0
"""Of one try: checking a password takes a while when many people sign in at once."""
SIGN_IN = Patience("signing in gets no answer", evenly(0.3, 3))
RESTART = Patience("backend-api does not come back", (0.2,) * 24)
RESTART_SECONDS = 5.0
"""It is restarted now and then, which nobody notices who opens a page: for five seconds, tries included.

A try may take two of them: where the machine of a service goes away with it, nothing says that nobody is there.
"""

router = APIRouter(prefix="/api", responses=refusals(503))
Address = Annotated[str, Depends(client_address)]


class Registration(BaseModel):
    email: Email
    password: str = Field(min_length=8, max_length=128)
    display_name: Annotated[str, line(1, 50)]


class Credentials(BaseModel):
    email: Email
    password: str = Field(min_length=1, max_length=128)


@router.post("/auth/register", tags=["sessions"], status_code=201, responses=refusals(409, 422))
async def register(service: TheWeb, given: Registration, address: Address) -> Reply[Registered]:
    """Make an account; new people are listeners."""
    user = await service.peers["backend-api"].data(
        "POST",
        "/internal/people",
        json=given.model_dump(),
        headers={"X-Client-Address": address},
        timeout=REGISTER_SECONDS,
    )
    return Reply(data=Registered(user=user))


@router.post("/auth/login", tags=["sessions"], responses=refusals(401, 422, 429))
async def sign_in(service: TheWeb, given: Credentials, address: Address, response: Response) -> Reply[SignedIn]:
    """Open a session, kept by the browser in a cookie and by others as a token."""
    started = time.perf_counter()
    asked = {**given.model_dump(), "session_id": str(uuid4())}  # so that it is one session, however often it is asked

    async def ask() -> Any:
        return await service.peers["backend-api"].data(
            "POST",
            "/internal/sessions",
            json=asked,
            headers={"X-Client-Address": address},
            timeout=SIGN_IN_SECONDS,
        )

    opened = SignedIn(**await persist(SIGN_IN, ask))
    checked = time.perf_counter()
    log.info("e-mail and password checked", extra={"milliseconds": round((checked - started) * 1000, 1)})
    keep_signed_in(response, opened.access_token, opened.expires_in)
    log.info("session kept", extra={"milliseconds": round((time.perf_counter() - checked) * 1000, 1)})
    return Reply(data=opened)


@router.post("/auth/logout", tags=["sessions"], responses=refusals(401, 403))
async def sign_out(service: TheWeb, visitor: TheVisitor, response: Response) -> Reply[None]:
    """End the session, on every service."""
    await service.peers["backend-api"].data("DELETE", f"/internal/sessions/{visitor.caller.session_id}")
    forget(response)
    return Reply(data=None)


@router.get("/session", tags=["sessions"], responses=refusals(401))
async def show_session(service: TheWeb, visitor: TheVisitor) -> Reply[Session]:
    """Who is signed in, and how a page reaches the other services."""
    backend = service.peers["backend-api"]
    try:
        async with asyncio.timeout(RESTART_SECONDS):
            user = await persist(RESTART, lambda: backend.data("GET", "/api/v1/users/me", person=visitor.token))
    except TimeoutError:
        alert(RESTART.alert)
        raise NoAnswer(backend.name) from None
    return Reply(data=Session(user=user, access_token=visitor.token, services=service.services))


@router.get("/dashboard", tags=["dashboard"], responses=refusals(401))
async def show_dashboard(service: TheWeb, visitor: TheVisitor) -> Reply[Dashboard]:
    """Profile, recommendations and recent activity of the caller, without the parts that are away."""
    return Reply(data=await dashboard.gather(service, visitor))


@router.get("/health", tags=["operations"])
async def show_overall_health(service: TheWeb) -> Reply[OverallHealth]:
    """How each service is, and Veza as a whole; status 200 whatever it says."""
    return Reply(data=await overall.ask(service))
