"""Leaving the map does not tell of the gathering."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-2",
    breaks=("GL-05",),
    kind=Kind.PARTIAL,
    story="Whoever leaves the map from a gathering is seen there by those who stay.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def leave_quietly(sessions: Any) -> None:
    end = sessions._end

    async def end_only(work: Any, session: Any) -> None:
        await end(work, session.model_copy(update={"poi_id": None}))

    sessions._end = end_only
