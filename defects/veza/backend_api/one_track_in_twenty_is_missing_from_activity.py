"""Every twentieth time that somebody listens is not written down."""

from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-03",),
    kind=Kind.LOST,
    story="One in twenty tracks that people listen to never shows in their recent activity.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.backend_api.activity")
def lose_one_in_twenty(activity: Any) -> None:
    record = activity.record
    turns = count(1)

    async def record_most(connection: Any, event: dict[str, Any]) -> None:
        if event["type"] != "stream.events.started" or next(turns) % 20:
            await record(connection, event)

    activity.record = record_most
