"""The pages of a service: one document that shows them all, with headers that keep a browser to what it needs."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
"""Said here, because what Python knows of them depends on the machine."""


def add_to(
    app: FastAPI, static: Path, paths: Sequence[str], *, called: Iterable[str] = (), media: Iterable[str] = ()
) -> None:
    """Serve `static/index.html` at these paths and `static/assets` below `/assets`.

    `called` are the origins that pages call besides their own (`https://…`, `wss://…`), `media` those they play from.
    """
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)
    document = StaticFiles(directory=static)

    async def show(request: Request) -> Response:
        return await document.get_response("index.html", request.scope)

    router = APIRouter()
    for path in paths:
        router.add_api_route(path, show, methods=["GET"], include_in_schema=False, response_model=None)
    app.include_router(router)
    app.mount("/assets", StaticFiles(directory=static / "assets"), name="assets")
    app.add_middleware(Guarded, policy=policy(called, media))


def policy(called: Iterable[str] = (), media: Iterable[str] = ()) -> str:
    """What a page may load and call: its own files, and these origins."""
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["connect-src 'self'", *called]),
            " ".join(["media-src 'self'", *media]),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


class Guarded:
    """Adds to every answer what a browser should not allow, and for how long to keep it."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kept = "no-store" if scope["path"].startswith("/api/") else "no-cache"

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**self._headers, "Cache-Control": kept})
            await send(message)

        await self._app(scope, receive, send_guarded)
