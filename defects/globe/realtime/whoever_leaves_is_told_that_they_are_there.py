"""What is answered to whoever leaves was read before."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.STALE,
    story="Whoever leaves a map is told that they are still on it.",
    noticed=("was told, who left",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def answer_as_it_was(sessions: Any) -> None:
    leave = sessions.leave

    async def leave_unseen(globe: Any, caller: Any, session_id: Any) -> Any:
        before = await sessions.own(globe.database, caller, session_id, active=False)
        await leave(globe, caller, session_id)
        return before

    sessions.leave = leave_unseen
