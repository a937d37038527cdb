"""Recommendations are kept for a minute, whatever the person listens to meanwhile."""

import time
from typing import Any

from defects import Defect, Kind

KEPT_SECONDS = 60

defect = Defect(
    service="stream-server",
    breaks=("VZ-03",),
    kind=Kind.STALE,
    story="What a person has just listened to is recommended to them for another minute, and nothing like it is.",
)


@defect.applies_to("platforms.veza.stream_server.recommendations")
def keep_for_a_minute(recommendations: Any) -> None:
    find = recommendations.for_listener
    kept: dict[tuple[str, int], tuple[float, Any]] = {}

    async def kept_for_listener(server: Any, listener_id: str, limit: int) -> Any:
        found_at, found = kept.get((listener_id, limit), (0.0, None))
        if found is None or time.monotonic() - found_at > KEPT_SECONDS:
            found = await find(server, listener_id, limit)
            kept[listener_id, limit] = time.monotonic(), found
        return found

    recommendations.for_listener = kept_for_listener
