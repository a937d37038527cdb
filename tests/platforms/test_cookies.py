"""Who may call by cookie: our own pages; reading may be asked for from anywhere the browser lets."""

from typing import Any

import pytest
from starlette.requests import HTTPConnection

from platforms.common import cookies
from platforms.common.errors import ApiError

OURS = "https://globe.test:8443"


def connection(kind: str, method: str, origin: str | None, cookie: str = "globe_session=abc") -> HTTPConnection:
    headers = [(b"cookie", cookie.encode())] + ([(b"origin", origin.encode())] if origin else [])
    scope: dict[str, Any] = {"type": kind, "headers": headers}
    return HTTPConnection(scope | ({"method": method} if kind == "http" else {}))


@pytest.mark.parametrize(
    ("kind", "method", "origin"),
    [("http", "GET", None), ("http", "GET", "https://evil.test"), ("http", "POST", OURS), ("websocket", "", OURS)],
)
def test_it_counts(kind: str, method: str, origin: str | None) -> None:
    assert cookies.token_of(connection(kind, method, origin), "globe_session", OURS) == "abc"


@pytest.mark.parametrize("origin", [None, "https://evil.test", f"{OURS}.evil.test", "null"])
@pytest.mark.parametrize(("kind", "method"), [("http", "POST"), ("http", "DELETE"), ("websocket", "")])
def test_it_is_refused_from_elsewhere(kind: str, method: str, origin: str | None) -> None:
    with pytest.raises(ApiError) as refusal:
        cookies.token_of(connection(kind, method, origin), "globe_session", OURS)
    assert (refusal.value.status, refusal.value.code) == (403, "AUTH_ORIGIN_REFUSED")


def test_without_the_cookie_there_is_nothing_to_refuse() -> None:
    assert cookies.token_of(connection("http", "POST", None, "other=1"), "globe_session", OURS) is None


def test_an_empty_cookie_is_none() -> None:
    assert not cookies.token_of(connection("http", "POST", None, "globe_session="), "globe_session", OURS)
