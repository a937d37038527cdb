"""event-site: pages that are what their owner has staged, so that what a scraper does with them can be seen."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import Field

from platforms.common import logs
from platforms.common.errors import ApiError, Reply, not_found, refusals
from platforms.common.service import Service, create_app, the_service
from platforms.common.serving import run
from platforms.common.settings import ServiceSettings, ServiceUrl, SigningSecret
from platforms.events.event_site.stage import Scene, Stage, Staged, Visits

ROBOTS = """User-agent: ShyBot
Disallow: /

User-agent: *
Allow: /private/open/
Disallow: /private/
"""
CHUNK = b"<p>" + b"and so on " * 800 + b"</p>"
CHUNK_SECONDS = 0.002


class SiteSettings(ServiceSettings):
    stage_key: SigningSecret
    """Who shows it may stage pages."""
    site_url: ServiceUrl | None = Field(default=None)
    """Where scrapers reach the site; the public URL, if it is not told."""


class Site(Service):
    settings: SiteSettings

    def __init__(self, settings: SiteSettings) -> None:
        super().__init__("event-site", "1.0.0", settings)
        self.stage = Stage()


TheSite = Annotated[Site, Depends(the_service)]


def stage_manager(service: TheSite, x_stage_key: Annotated[str, Header()] = "") -> None:
    """Dependency: refuses whoever does not show the key of the stage."""
    if not secrets.compare_digest(x_stage_key.encode(), service.settings.stage_key.encode()):
        raise ApiError(401, "AUTH_STAGE_KEY_INVALID", "The stage is for those who have its key.")


behind = APIRouter(
    prefix="/stage", tags=["stage"], dependencies=[Depends(stage_manager)], responses=refusals(401, 404, 422)
)


@behind.put("/{path:path}", status_code=201)
async def stage_page(path: str, scene: Scene, service: TheSite) -> Reply[Staged]:
    """Let a page be this from now on."""
    service.stage.put(path, scene)
    return Reply(data=Staged(url=f"{service.settings.site_url or service.settings.public_url}/{path}"))


@behind.get("/{path:path}")
async def list_visits(path: str, service: TheSite) -> Reply[Visits]:
    """Who has asked for a page, the first first."""
    return Reply(data=Visits(visits=service.stage.visits(path)))


@behind.delete("/{path:path}", status_code=204)
async def strike_page(path: str, service: TheSite) -> None:
    """Take a page away, with what is known of its visits."""
    service.stage.strike(path)


front = APIRouter(tags=["site"])


@front.get("/robots.txt", response_class=PlainTextResponse)
async def robots(request: Request, service: TheSite) -> Response:
    """What robots may look at; as it was staged, if it was."""
    if service.stage.has("robots.txt"):
        return await show_page("robots.txt", request, service)
    return PlainTextResponse(ROBOTS)


@front.post("/{path:path}", response_class=Response, responses=refusals(404, 503))
async def answer_as_staged(path: str, request: Request, service: TheSite) -> Response:
    """A page as it was staged, whatever it is told: so the site can stand in for another service."""
    return await show_page(path, request, service)


@front.get("/{path:path}", response_class=Response, responses=refusals(404, 503))
async def show_page(path: str, request: Request, service: TheSite) -> Response:
    """A page as it was staged."""
    scene, visit = service.stage.visit(path, request.headers.get("user-agent", ""))
    if scene is None:
        raise not_found("page")
    await asyncio.sleep(scene.delay_seconds)
    headers = {"Location": scene.location} if scene.location else {}
    kind = {"Content-Type": scene.content_type}
    if scene.endless:
        return StreamingResponse(_endless(), scene.status, headers | kind)
    body = b"" if visit.status == 503 and scene.status != 503 else scene.html.encode(scene.charset, "replace")
    return Response(body, visit.status, headers | kind)


async def _endless() -> AsyncIterator[bytes]:
    """A body that goes on until nobody listens any more."""
    yield b"<!doctype html><title>On and on</title>"
    while True:
        yield CHUNK
        await asyncio.sleep(CHUNK_SECONDS)


def build(settings: SiteSettings) -> FastAPI:
    return create_app(Site(settings), [behind, front])


def main() -> None:
    settings = SiteSettings.from_environment(os.environ)
    logs.set_up("event-site", settings.log_level)
    run(build(settings), settings)


if __name__ == "__main__":
    main()
