"""Who may read records, and that everybody who was refused is in them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from platforms.audit.audit_service import storing
from platforms.audit.audit_service.context import Audit
from platforms.audit.shape import READERS, REFUSED, Activity, ActivityEvent, Actor, Target
from platforms.common.errors import ApiError, forbidden
from platforms.common.logs import correlation_id
from platforms.common.security import Caller
from platforms.common.service import PERSON_TOKEN, Operation, client_address, service_of, signed_in

log = logging.getLogger(__name__)

SOURCE = "/audit-service"


class ForReaders(Operation):
    """A route that refuses whoever may not read records before anything of what they send is read, and records it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            service: Any = service_of(request)
            try:
                caller = await signed_in(request)
            except ApiError as refusal:
                if refusal.status in (401, 403):
                    await record_refusal(service, request, None, refusal)
                raise
            if caller.role not in READERS:
                await record_refusal(service, request, caller, forbidden())
                raise forbidden()
            return await handle(request)

        return guarded


def only(*allowed: str) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """Dependency: the reader who calls, refused, and that recorded, unless of one of these roles."""

    async def check(request: Request, _: Annotated[object, Depends(PERSON_TOKEN)]) -> Caller:
        service: Any = service_of(request)
        caller = await signed_in(request)
        if caller.role not in allowed:
            await record_refusal(service, request, caller, forbidden())
            raise forbidden()
        return caller

    return check


Reader = Annotated[Caller, Depends(only(*READERS))]
Compliance = Annotated[Caller, Depends(only("compliance", "admin"))]
Admin = Annotated[Caller, Depends(only("admin"))]


async def record_refusal(service: Audit, request: Request, caller: Caller | None, refusal: ApiError) -> None:
    """Record who was refused what. The refusal stands, whether this succeeds or not."""
    actor = Actor(
        id=uuid.UUID(caller.user_id) if caller else None,
        username=caller.name if caller else "",
        role=caller.role if caller else "",
        ip_address=(await client_address(request))[:200],
        user_agent=request.headers.get("user-agent", "")[:500],
    )
    asked = f"{request.method} {request.scope['route'].path}"
    event = ActivityEvent(
        specversion="1.0",
        id=uuid.uuid4(),
        type="audit.activity.v1",
        source=SOURCE,
        subject=f"records/{asked}"[:500],
        time=datetime.now(UTC),
        correlationid=correlation_id.get(),
        data=Activity(
            action=REFUSED,
            actor=actor,
            target=Target(resource_type="records", resource_id=asked[:200], resource_name=asked[:200]),
            success=False,
            error_code=refusal.code,
            request_id=correlation_id.get(),
            sequence=0,
        ),
    )
    try:
        await storing.record(service.database, service.settings.integrity_secret, [event])
    except ApiError as error:
        log.error("a refusal could not be recorded: %s", error)
