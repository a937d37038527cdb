"""Whose session it is that a live connection is opened for is not asked."""

from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.LEAK,
    story="Whoever knows the id of somebody's session hears what happens on the map where that person is.",
    subtle=Subtlety.CHANNEL,
    noticed=("could connect",),
)


@defect.applies_to("platforms.globe.realtime.live")
def ask_only_whether_it_goes_on(live: Any) -> None:
    sessions = live.sessions

    async def anybodys(database: Any, caller: Any, session_id: Any) -> Any:
        session = await sessions.find(database, session_id)
        if not session.active:
            raise sessions.session_ended()
        return session

    live.sessions = SimpleNamespace(own=anybodys, move=sessions.move, heartbeat=sessions.heartbeat)
