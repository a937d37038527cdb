"""Who may read records through oms, and that everybody who was refused is told of."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from platforms.audit.oms import trail
from platforms.audit.shape import READERS, REFUSED
from platforms.common.errors import ApiError, forbidden
from platforms.common.security import Caller
from platforms.common.service import Operation, client_address, service_of, signed_in

log = logging.getLogger(__name__)


class ForReaders(Operation):
    """A route that refuses whoever may not read records before anything of what they send is read, and tells of it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                caller = await signed_in(request)
            except ApiError as refusal:
                if refusal.status in (401, 403):
                    await tell_refusal(request, None, refusal)
                raise
            if caller.role not in READERS:
                await tell_refusal(request, caller, forbidden())
                raise forbidden()
            return await handle(request)

        return guarded


async def tell_refusal(request: Request, caller: Caller | None, refusal: ApiError) -> None:
    """Put into the outbox who was refused what. The refusal stands, whether this succeeds or not."""
    address, agent = await client_address(request), request.headers.get("user-agent", "")
    nobody = {"id": None, "username": "", "role": "", "ip_address": address, "user_agent": agent[: trail.LONGEST_AGENT]}
    actor = trail.author_of(caller, address, agent).actor if caller else nobody
    asked = f"{request.method} {request.scope['route'].path}"
    target = {"resource_type": "records", "resource_id": asked, "resource_name": asked}
    try:
        async with service_of(request).database.transaction() as connection:
            await trail.tell(connection, REFUSED, target, actor, success=False, error_code=refusal.code)
    except ApiError as error:
        log.error("a refusal could not be told of: %s", error)
