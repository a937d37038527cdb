"""A move is refused when it cannot be told to the other instances."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-2",
    breaks=("GL-10",),
    kind=Kind.DEGRADATION,
    story="While Redis is away nobody can move.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def refuse(sessions: Any) -> None:
    from platforms.common.errors import unavailable

    move = sessions.move

    async def move_if_told(globe: Any, *rest: Any) -> Any:
        if globe.bus.degraded:
            raise unavailable("Redis")
        return await move(globe, *rest)

    sessions.move = move_if_told
