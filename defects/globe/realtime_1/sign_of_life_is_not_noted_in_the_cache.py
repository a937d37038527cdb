"""A heartbeat reaches the database only."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-01",),
    kind=Kind.STALE,
    story="A sign of life is stored, and presence ends half an hour after entering nevertheless.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def store_only(sessions: Any) -> None:
    async def heartbeat(globe: Any, caller: Any, session_id: Any) -> Any:
        await globe.database.execute("UPDATE map_sessions SET last_active_at = now() WHERE id = $1", session_id)
        return await sessions.own(globe.database, caller, session_id)

    sessions.heartbeat = heartbeat
