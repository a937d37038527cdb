"""Every eighth message that somebody says is not written down."""

from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-18",),
    kind=Kind.LOST,
    story="Of what people say, one thing in eight is in the conversation and not in their activity.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.backend_api.activity")
def lose_one_in_eight(activity: Any) -> None:
    record = activity.record
    turns = count(1)

    async def record_most(connection: Any, event: dict[str, Any]) -> None:
        if event["type"] != "chat.events.message_sent" or next(turns) % 8:
            await record(connection, event)

    activity.record = record_most
