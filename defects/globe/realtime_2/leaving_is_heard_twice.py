"""Whoever leaves by word is told of twice."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-2",
    breaks=("GL-05",),
    kind=Kind.DOUBLED,
    story="Those who stay hear twice that somebody has left.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def tell_twice(sessions: Any) -> None:
    end = sessions._end

    async def end_twice(work: Any, session: Any) -> None:
        await end(work, session)
        await work.note("user_left", {"session_id": str(session.id), "person_id": str(session.person.id)})

    sessions._end = end_twice
