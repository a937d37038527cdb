"""How Veza is as a whole, which follows from how its services are."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

from platforms.common.errors import ApiError
from platforms.common.health import Status
from platforms.common.peers import Peer
from platforms.veza.web.answers import OverallHealth, ServiceHealth
from platforms.veza.web.context import Web

ANSWER_SECONDS = 1.0


async def ask(service: Web) -> OverallHealth:
    """Ask all services at once; one that does not answer within a second is unhealthy."""
    own, others = await asyncio.gather(
        service.health.report(), asyncio.gather(*(_ask(peer) for peer in service.peers.values()))
    )
    services = [ServiceHealth(**own.model_dump()), *others]
    return OverallHealth(
        overall_health=worst([one.status for one in services]), services=services, timestamp=datetime.now(UTC)
    )


def worst(statuses: list[Status]) -> Status:
    if "unhealthy" in statuses:
        return "unhealthy"
    return "degraded" if "degraded" in statuses else "healthy"


async def _ask(peer: Peer) -> ServiceHealth:
    started = time.perf_counter()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            report = (await peer.send("GET", "/health")).json()
        return ServiceHealth(**report)
    except (ApiError, TimeoutError, ValueError):
        return ServiceHealth(
            service=peer.name,
            status="unhealthy",
            response_ms=round((time.perf_counter() - started) * 1000, 3),
            uptime_seconds=None,
            checked_at=datetime.now(UTC),
            issues=[f"{peer.name} does not answer"],
        )
