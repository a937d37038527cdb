"""A sign of life is noted before it is looked at whose it is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.PARTIAL,
    story="Somebody else who is refused a sign of life for a session keeps it alive nevertheless.",
    subtle=Subtlety.ROLE,
    noticed=("what was refused has changed something",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def note_it_early(sessions: Any) -> None:
    heartbeat = sessions.heartbeat

    async def note_and_look(globe: Any, caller: Any, session_id: Any) -> Any:
        await globe.database.execute("UPDATE map_sessions SET last_active_at = now() WHERE id = $1", session_id)
        return await heartbeat(globe, caller, session_id)

    sessions.heartbeat = note_and_look
