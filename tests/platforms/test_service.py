"""What a service stands on is what its settings have."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from platforms.common.events import Stream
from platforms.common.service import Service, create_app
from platforms.common.settings import BrokerSettings, CacheSettings, ServiceSettings

NOWHERE = 1
"""A port at which nothing answers."""


class Everything(BrokerSettings, CacheSettings):
    """All that a service can do without at its start."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """For a service that stands on nothing."""
    made, authority, certificate = trustme.CA(), tmp_path / "authority.pem", tmp_path / "certificate.pem"
    made.cert_pem.write_to_path(str(authority))
    made.issue_cert("site.test").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    return {
        "PORT": "8000",
        "PUBLIC_URL": "https://site.test:8000",
        "SERVICE_SECRET": "s" * 32,
        "TLS_CERT_FILE": str(certificate),
        "TLS_KEY_FILE": str(certificate),
        "TLS_CA_FILE": str(authority),
    }


def health_of(service: Service) -> dict[str, object]:
    """What it reports once it has started; it is stopped again."""

    async def journey() -> dict[str, object]:
        app = create_app(service, [])
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://site.test") as client,
        ):
            report: dict[str, object] = (await client.get("/health")).json()
            return report

    return asyncio.run(journey())


def test_a_service_with_nothing_starts_and_depends_on_nothing(environment: dict[str, str]) -> None:
    report = health_of(Service("site", "1", ServiceSettings.from_environment(environment)))
    assert (report["status"], report["dependencies"]) == ("healthy", {})


def test_a_service_that_tells_nobody_anything_has_no_broker(environment: dict[str, str]) -> None:
    environment |= {"REDIS_URL": f"redis://127.0.0.1:{NOWHERE}", "NATS_URL": f"nats://127.0.0.1:{NOWHERE}"}
    service = Service("site", "1", Everything.from_environment(environment))
    assert not hasattr(service, "events")
    report = health_of(service)
    assert (report["status"], report["issues"]) == ("degraded", ["redis does not answer"])


def test_what_it_stands_on_is_away_and_told_by_name(environment: dict[str, str]) -> None:
    environment |= {"REDIS_URL": f"redis://127.0.0.1:{NOWHERE}", "NATS_URL": f"nats://127.0.0.1:{NOWHERE}"}
    settings = Everything.from_environment(environment)
    report = health_of(Service("site", "1", settings, stream=Stream("SITE", ["site.>"])))
    assert (report["status"], report["issues"]) == ("degraded", ["redis does not answer", "nats does not answer"])


def test_tables_without_a_setting_for_their_database_are_an_error(environment: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="site has tables"):
        Service("site", "1", ServiceSettings.from_environment(environment), schema="site")


def test_a_route_of_a_class_of_its_own_stays_one(environment: dict[str, str]) -> None:
    class Guarded(APIRoute):
        """A route that refuses everybody before anything is read."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            async def refuse(request: Request) -> Response:
                return Response(status_code=403)

            return refuse

    router = APIRouter(route_class=Guarded)

    @router.get("/guarded")
    async def guarded() -> str:
        return "come in"

    app = create_app(Service("site", "1", ServiceSettings.from_environment(environment)), [router])

    async def ask() -> int:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://site.test") as client:
            return (await client.get("/guarded")).status_code

    assert asyncio.run(ask()) == 403
