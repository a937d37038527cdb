"""Whether a session has ended already is not asked before it is told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.DOUBLED,
    story="Whoever leaves once more, because they were not sure, is heard to leave twice.",
    subtle=Subtlety.SELDOM,
    noticed=("how much",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def tell_again(sessions: Any) -> None:
    async def leave(globe: Any, caller: Any, session_id: Any) -> Any:
        session = await sessions.own(globe.database, caller, session_id, active=False)
        if session.active:
            return await sessions.end(globe, session.map_id, session_id)
        async with sessions.changing(globe.database, session.map_id, even_closed=True) as work:
            await work.note("user_left", {"session_id": str(session.id), "person_id": str(session.person.id)})
        await globe.bus.tell(work.changes)
        return session

    sessions.leave = leave
