"""The dashboard: gathered from several services at once, and shown without those that are away."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from platforms.common.errors import ApiError
from platforms.veza.web.answers import Dashboard, Part
from platforms.veza.web.context import Visitor, Web

log = logging.getLogger(__name__)

PART_SECONDS = 1.0
"""How long the dashboard waits for a part that it can do without."""


async def gather(service: Web, visitor: Visitor) -> Dashboard:
    """All parts of a person's dashboard; `ApiError` when not even the profile can be had."""
    profile, recommendations, recent_activity = await asyncio.gather(
        service.peers["backend-api"].data("GET", "/api/v1/users/me", person=visitor.token),
        _part(service, visitor, "stream-server", "/api/recommendations"),
        _part(service, visitor, "backend-api", "/api/v1/activity"),
    )
    parts: dict[Part, object] = {"recommendations": recommendations, "recent_activity": recent_activity}
    return Dashboard(
        profile=profile,
        recommendations=recommendations or [],
        recent_activity=recent_activity or [],
        missing=[name for name, part in parts.items() if part is None],
    )


async def _part(service: Web, visitor: Visitor, peer: str, path: str) -> Any:
    """None when it cannot be had in time."""
    try:
        async with asyncio.timeout(PART_SECONDS):
            return await service.peers[peer].data("GET", path, person=visitor.token)
    except TimeoutError:
        log.warning("%s is too slow for the dashboard", peer)
    except ApiError as error:
        if error.status < 500:
            raise
    return None
