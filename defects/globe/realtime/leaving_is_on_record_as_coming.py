"""A session is noted to have ended when it began."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.WRONG_DEFAULT,
    story="It is on record that whoever has left did so at the moment in which they came.",
    noticed=("the leaving of",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def end_when_it_began(sessions: Any) -> None:
    end = sessions._end

    async def end_at_once(work: Any, session: Any) -> None:
        await end(work, session)
        await work.connection.execute("UPDATE map_sessions SET ended_at = opened_at WHERE id = $1", session.id)

    sessions._end = end_at_once
