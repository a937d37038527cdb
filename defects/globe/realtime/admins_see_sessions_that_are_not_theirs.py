"""An admin is shown anybody's session on a map, by its id."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.LEAK,
    story="An admin who has the id of a session is shown it, though a session is nobody's but its person's.",
    subtle=Subtlety.ROLE,
    noticed=("was not refused",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def show_admins(sessions: Any) -> None:
    own = sessions.own

    async def own_or_admin(database: Any, caller: Any, session_id: Any, *, active: bool = True) -> Any:
        if caller.role == "admin" and not active:
            return await sessions.find(database, session_id)
        return await own(database, caller, session_id, active=active)

    sessions.own = own_or_admin
