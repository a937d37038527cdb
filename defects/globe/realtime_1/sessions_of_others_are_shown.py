"""A session is shown to whoever knows its id."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-06",),
    kind=Kind.INFORMATION,
    story="Whoever knows the id of a session reads where its person is.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def show_any(sessions: Any) -> None:
    own = sessions.own

    async def any_session(database: Any, caller: Any, session_id: Any, *, active: bool = True) -> Any:
        found = await sessions.find(database, session_id)
        return found if not active else await own(database, caller, session_id, active=active)

    sessions.own = any_session
