"""Whoever is on the map already is let in again."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-01",),
    kind=Kind.MISSING_CHECK,
    story="Whoever enters a map twice is told that they have entered, and not that they were there.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def let_in_again(sessions: Any) -> None:
    enter = sessions.enter

    async def again(globe: Any, caller: Any, *rest: Any) -> Any:
        try:
            return await enter(globe, caller, *rest)
        except sessions.ApiError as error:
            if error.code != "SESSION_ALREADY_OPEN":
                raise
            return await sessions.find(globe.database, error.details["session_id"])

    sessions.enter = again
