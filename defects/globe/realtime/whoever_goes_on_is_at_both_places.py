"""Who joins another place over the live connection is not told that they have left the first."""

from contextvars import ContextVar
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-04",),
    kind=Kind.PARTIAL,
    story="Whoever goes from one place to another sees themselves at both.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.pois")
def tell_others_only(pois: Any) -> None:
    join, leave = pois.join, pois.sessions.leave_poi
    line: ContextVar[Any] = ContextVar("line", default=None)

    async def joined(globe: Any, caller: Any, poi_id: Any, origin: Any = None) -> Any:
        line.set(origin)
        return await join(globe, caller, poi_id, origin)

    async def left(work: Any, session: Any, origin: Any = None) -> None:
        await leave(work, session, origin or line.get())

    pois.join, pois.sessions.leave_poi = joined, left
