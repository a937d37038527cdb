"""Who may see, and change, what is on a map: those who are on it."""

from __future__ import annotations

from uuid import UUID

from platforms.common.errors import ApiError
from platforms.common.security import Caller
from platforms.globe.realtime.changes import map_not_found
from platforms.globe.realtime.context import Globe


def not_on_map() -> ApiError:
    return ApiError(403, "MAP_NOT_ENTERED", "This is for those who are on the map.")


async def check_on_map(globe: Globe, caller: Caller, map_id: UUID) -> None:
    """`ApiError` 403 unless the caller is on the map now, or an admin; 404 when there is no such map."""
    row = await globe.database.fetch_one(
        "SELECT EXISTS (SELECT FROM map_sessions WHERE map_id = m.id AND person_id = $2 AND ended_at IS NULL) AS here"
        " FROM maps m WHERE id = $1 AND closed_at IS NULL",
        map_id,
        caller.user_id,
    )
    if row is None:
        raise map_not_found()
    if not row["here"] and caller.role != "admin":
        raise not_on_map()
