"""What the routes of web work with: its settings, what it stands on, and who visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie
from starlette.responses import Response

from platforms.common.errors import ApiError
from platforms.common.security import Caller, bearer
from platforms.common.service import PERSON_TOKEN, Service, the_service
from platforms.common.settings import ServiceUrl
from platforms.veza.settings import EVENTS, ISSUER, VezaSettings

COOKIE = "veza_session"
COOKIE_SCHEME = APIKeyCookie(name=COOKIE, scheme_name="browser", auto_error=False)


class WebSettings(VezaSettings):
    backend_api_url: ServiceUrl
    chat_server_url: ServiceUrl
    other_chat_server_url: ServiceUrl | None = None
    """Of a second instance, if there is one."""
    stream_server_url: ServiceUrl
    backend_api_public_url: ServiceUrl | None = None
    """Where pages reach it, should that be another address than web's own; the same for the next two."""
    chat_server_public_url: ServiceUrl | None = None
    stream_server_public_url: ServiceUrl | None = None

    @property
    def called_by_pages(self) -> dict[str, str]:
        """The services that a page calls itself, and where it reaches them."""
        return {
            "backend-api": self.backend_api_public_url or self.backend_api_url,
            "chat-server": self.chat_server_public_url or self.chat_server_url,
            "stream-server": self.stream_server_public_url or self.stream_server_url,
        }


class Web(Service):
    settings: WebSettings

    def __init__(self, settings: WebSettings) -> None:
        self.services = settings.called_by_pages
        peers = {
            "backend-api": settings.backend_api_url,
            "chat-server": settings.chat_server_url,
            "stream-server": settings.stream_server_url,
        }
        if settings.other_chat_server_url:
            peers["chat-server-2"] = settings.other_chat_server_url
        super().__init__(
            "web", "1.0.0", settings, issuer=ISSUER, stream=EVENTS, owner_of_sessions="backend-api", peers=peers
        )
        for name, peer in self.peers.items():
            self.health.depends_on(name, peer.ping, vital=False)


TheWeb = Annotated[Web, Depends(the_service)]


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, and the token that says so."""

    caller: Caller
    token: str


async def _visitor(
    request: Request,
    service: TheWeb,
    _: Annotated[object, Depends(PERSON_TOKEN)],
    cookie: Annotated[str | None, Depends(COOKIE_SCHEME)],
) -> Visitor:
    header = request.headers.get("authorization")
    if header is not None or cookie is None:
        token = bearer(header)
    else:
        token = cookie
        # A browser sends the cookie whoever had it call; what changes something has to come from our pages.
        if request.method not in ("GET", "HEAD") and request.headers.get("origin") != service.settings.public_url:
            raise ApiError(403, "AUTH_ORIGIN_REFUSED", "This may only be asked from the pages of Veza.")
    return Visitor(await service.sessions.caller(token), token)


TheVisitor = Annotated[Visitor, Depends(_visitor)]
"""Dependency: who is signed in, by header or by cookie; or a refusal with status 401."""


def keep_signed_in(response: Response, token: str, seconds: int) -> None:
    response.set_cookie(COOKIE, token, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
