"""The beginning of a session is stored by a clock of another zone."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-01",),
    kind=Kind.UNIT,
    story="Whoever enters a map is said to have come an hour ago.",
    noticed=("opened_at of",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def come_an_hour_ago(sessions: Any) -> None:
    read = sessions._read
    earlier = "UPDATE map_sessions SET opened_at = opened_at - interval '1 hour' WHERE id = $1 AND opened_at = now()"

    async def read_earlier(work: Any, session_id: Any) -> Any:
        await work.connection.execute(earlier, session_id)
        return await read(work, session_id)

    sessions._read = read_earlier
