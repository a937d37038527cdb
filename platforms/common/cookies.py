"""The cookie that keeps a browser signed in: out of reach of scripts, and of use on our own pages only."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from platforms.common.errors import ApiError

HARMLESS = ("GET", "HEAD")


def keep(response: Response, name: str, token: str, seconds: int) -> None:
    """Have the browser keep the token until the session is over."""
    response.set_cookie(name, token, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")


def forget(response: Response, name: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="strict")


def token_of(connection: HTTPConnection, name: str, origin: str) -> str | None:
    """The token in the cookie, if a browser sent one that is not empty.

    A browser sends the cookie whoever had it call: what changes something, and every socket, has to come from our own
    pages. `ApiError` 403 when it does not.
    """
    token = connection.cookies.get(name)
    harmless = connection.scope["type"] == "http" and connection.scope["method"] in HARMLESS
    if token and not harmless and connection.headers.get("origin") != origin:
        raise ApiError(403, "AUTH_ORIGIN_REFUSED", "This may only be asked from our own pages.")
    return token
