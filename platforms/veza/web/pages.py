"""The pages of Veza: which there are, and which services they work with."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from platforms.common import pages
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
    "/publish",
)


def add_to(app: FastAPI, settings: WebSettings) -> None:
    """Serve the pages, and what they need."""
    called = settings.called_by_pages
    places = [called["backend-api"]]
    for service in ("chat-server", "stream-server"):
        places += [called[service], called[service].replace("https:", "wss:", 1)]
    pages.add_to(app, STATIC, PAGES, called=places, media=[called["stream-server"]])
