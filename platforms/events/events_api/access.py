"""Who calls: a person with a token, or a program with a key; and what they send, as far as it may be read at all."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.security import APIKeyHeader

from platforms.common.errors import ApiError, forbidden
from platforms.common.security import Caller
from platforms.common.service import Operation, service_of, signed_in
from platforms.events.events_api.context import Api
from platforms.events.shape import EDITORS

KEY = APIKeyHeader(name="X-Api-Key", scheme_name="key", auto_error=False)
KEYS = uuid.UUID("5c9f5c1e-3f8c-4b60-9f0a-7b0f0b1a5e11")
JSON, LINES = "application/json", "application/x-ndjson"


def key_holder(service: Api, key: str) -> Caller:
    """The program that shows a key; `ApiError` 403 for one that is nobody's."""
    for role, known in (("admin", service.settings.admin_key), ("organiser", service.settings.organiser_key)):
        if secrets.compare_digest(key.encode(), known.encode()):
            return Caller(str(uuid.uuid5(KEYS, role)), f"the {role}'s key", role, "")
    raise ApiError(403, "AUTH_KEY_INVALID", "This key opens nothing.")


async def caller_of(request: Request) -> Caller:
    """Dependency: whoever calls, by key or else by token; a refusal with status 401 for nobody."""
    service: Any = service_of(request)
    if "x-api-key" in request.headers:
        return key_holder(service, request.headers["x-api-key"])
    return await signed_in(request)


async def editor_of(request: Request, _: Annotated[object, Depends(KEY)] = None) -> Caller:
    """Dependency: an organiser or admin."""
    caller = await caller_of(request)
    if caller.role not in EDITORS:
        raise forbidden()
    return caller


Editor = Annotated[Caller, Depends(editor_of)]


class Sized(Operation):
    """A route that looks at size and type of what is sent before anything else does."""

    content_type = JSON

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await self.let_in(request)
            if request.method in ("POST", "PUT", "PATCH"):
                await _read(request, self.content_type)
            return await handle(request)

        return guarded

    async def let_in(self, request: Request) -> None:
        """Refuse whoever may not call at all, before what they send is read."""


class ForEditors(Sized):
    """One for organisers and admins only."""

    async def let_in(self, request: Request) -> None:
        await editor_of(request)


class LinesForEditors(ForEditors):
    """One that takes JSON line by line."""

    content_type = LINES


async def _read(request: Request, wanted: str) -> None:
    """Read the body, unless it is too large or of another type."""
    service: Any = service_of(request)
    most = service.settings.max_body_bytes
    too_large = ApiError(413, "REQUEST_TOO_LARGE", f"More than {most} bytes are too many.", {"most_bytes": most})
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_large
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if (body or given) and given != wanted:
        raise ApiError(415, "CONTENT_TYPE_UNSUPPORTED", f"Send it as {wanted}.")
    request._body = bytes(body)
