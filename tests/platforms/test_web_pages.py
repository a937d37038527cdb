"""The pages of web and who may ask what of it, as far as it answers without any other service."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import trustme
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from platforms.veza.web.context import COOKIE, WebSettings
from platforms.veza.web.overall import worst
from platforms.veza.web.service import build

WEB = "https://veza.test"
BACKEND = "https://127.0.0.1:1"  # where nobody is
ASSETS = Path(__file__).parents[2] / "platforms/veza/web/static/assets"


class Client:
    """Asks the application itself, without a server."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def __call__(self, method: str, path: str, **request: Any) -> Response:
        async def ask() -> Response:
            async with AsyncClient(transport=ASGITransport(self._app), base_url=WEB) as client:
                return await client.request(method, path, **request)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Client:
    made, folder = trustme.CA(), tmp_path_factory.mktemp("web")
    authority, certificate = folder / "authority.pem", folder / "certificate.pem"
    made.cert_pem.write_to_path(str(authority))
    made.issue_cert("veza.test").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    nowhere = "127.0.0.1:1"
    settings = WebSettings.model_validate(
        {
            "port": 1,
            "public_url": WEB,
            "database_url": f"postgresql://{nowhere}/veza",
            "redis_url": f"redis://{nowhere}",
            "nats_url": f"nats://{nowhere}",
            "jwt_secret": "p" * 32,
            "service_secret": "s" * 32,
            "tls_cert_file": certificate,
            "tls_key_file": certificate,
            "tls_ca_file": authority,
            "backend_api_url": BACKEND,
            "chat_server_url": "https://chat.test",
            "stream_server_url": "https://stream.test",
        }
    )
    return Client(build(settings))


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in", "/dashboard", "/conversations", "/conversations/1", "/playlists", "/playlists/1", "/publish"],
)
def test_every_page_is_the_document_and_loads_nothing_from_elsewhere(web: Client, path: str) -> None:
    answer = web("GET", path)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert set(policy["connect-src"].split()) == {
        "'self'",
        BACKEND,
        "https://chat.test",
        "wss://chat.test",
        "https://stream.test",
        "wss://stream.test",
    }
    assert "script-src" not in policy  # so that the default holds
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("file", sorted(ASSETS.rglob("*.*")), ids=lambda file: file.name)
def test_an_asset_says_what_it_is_and_is_sent_once(web: Client, file: Path) -> None:
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    path = f"/assets/{file.relative_to(ASSETS)}"
    answer = web("GET", path)

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == kinds[file.suffix]
    assert answer.headers["cache-control"] == "no-cache"
    assert web("GET", path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/assets/nothing.js", "/assets/%2e%2e/index.html", "/assets/%00", "/elsewhere"])
def test_what_is_not_there_is_not_found(web: Client, path: str) -> None:
    answer = web("GET", path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "RESOURCE_NOT_FOUND")


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.test"}, {"Origin": "null"}])
def test_a_cookie_alone_changes_nothing(web: Client, origin: dict[str, str]) -> None:
    answer = web("POST", "/api/auth/logout", headers={"Cookie": f"{COOKIE}=token", **origin})

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "AUTH_ORIGIN_REFUSED")


@pytest.mark.parametrize("headers", [{"Cookie": f"{COOKIE}=token", "Origin": WEB}, {"Authorization": "Bearer token"}])
def test_from_our_own_pages_or_by_header_it_is_the_token_that_counts(web: Client, headers: dict[str, str]) -> None:
    answer = web("POST", "/api/auth/logout", headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "AUTH_TOKEN_INVALID")


@pytest.mark.parametrize(
    ("email", "password", "fields"),
    [
        ("", "", ["email", "password"]),
        ("lina at people", "moonlight", ["email"]),
        ("lina@", "moonlight", ["email"]),
        ("lina@people", "moonlight", ["email"]),
        ("li\0na@people.test", "moonlight", ["email"]),
        ("lina@people.test", "", ["password"]),
        ("lina@people.test", "m" * 129, ["password"]),
    ],
)
def test_a_malformed_sign_in_is_refused_by_field(web: Client, email: str, password: str, fields: list[str]) -> None:
    answer = web("POST", "/api/auth/login", json={"email": email, "password": password})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_FAILED")
    assert [fault["field"] for fault in answer.json()["error"]["details"]["fields"]] == fields


def test_a_service_that_is_away_is_said_to_be_away(web: Client) -> None:
    answer = web("POST", "/api/auth/login", json={"email": "lina@people.test", "password": "moonlight"})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert COOKIE not in answer.cookies


def test_the_platform_is_as_well_as_its_worst_service() -> None:
    assert worst(["healthy", "healthy"]) == "healthy"
    assert worst(["healthy", "degraded"]) == "degraded"
    assert worst(["degraded", "unhealthy", "healthy"]) == "unhealthy"
