"""How often somebody may do what, each action on its own."""

from __future__ import annotations

from uuid import uuid4

from starlette.responses import Response

from platforms.common import limits
from platforms.common.limits import Limit
from platforms.globe.realtime.context import Globe

CREATE_MAP = Limit("create_map", 30, 60)
CREATE_SESSION = Limit("create_session", 30, 60)
MOVE = Limit("move", 1200, 60)
HEARTBEAT = Limit("heartbeat", 120, 60)
CREATE_POI = Limit("create_poi", 30, 60)
CHANGE_POI = Limit("change_poi", 60, 60)
REMOVE_POI = Limit("remove_poi", 30, 60)
JOIN_POI = Limit("join_poi", 60, 60)
LEAVE_POI = Limit("leave_poi", 60, 60)


async def check(globe: Globe, limit: Limit, person_id: str, response: Response | None = None) -> None:
    """`ApiError` 429 when it is too often; else the answer tells what is left. Without Redis nobody has to wait."""
    if not globe.bus.degraded:
        await limits.check(globe.cache, limit, person_id, str(uuid4()), response)
