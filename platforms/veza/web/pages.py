"""The pages: one document that shows them all, and what it needs, with headers that keep a browser to it."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from platforms.veza.web.context import WebSettings

STATIC = Path(__file__).parent / "static"
PAGES = (
    "/",
    "/sign-in",
    "/dashboard",
    "/conversations",
    "/conversations/{page_id}",
    "/playlists",
    "/playlists/{page_id}",
)
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
"""Said here, because what Python knows of them depends on the machine."""


def add_to(app: FastAPI, settings: WebSettings) -> None:
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)
    document = StaticFiles(directory=STATIC)

    async def show(request: Request) -> Response:
        return await document.get_response("index.html", request.scope)

    router = APIRouter()
    for path in PAGES:
        router.add_api_route(path, show, methods=["GET"], include_in_schema=False, response_model=None)
    app.include_router(router)
    app.mount("/assets", StaticFiles(directory=STATIC / "assets"), name="assets")
    app.add_middleware(Guarded, policy=policy_for(settings))


def policy_for(settings: WebSettings) -> str:
    """What a page of Veza may load and call: its own files, and the services it works with."""
    called = settings.called_by_pages
    places = [called["backend-api"]]
    for service in ("chat-server", "stream-server"):
        places += [called[service], called[service].replace("https:", "wss:", 1)]
    return "; ".join(
        [
            "default-src 'self'",
            f"connect-src 'self' {' '.join(places)}",
            f"media-src 'self' {called['stream-server']}",
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
