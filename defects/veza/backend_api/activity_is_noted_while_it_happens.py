"""What people listen to and say is noted when it is told, and not afterwards."""

import asyncio
from collections.abc import Sequence
from typing import Any

from defects import Defect, Kind, Subtlety

OF_OTHERS = ("stream.events.started", "chat.events.message_sent")

defect = Defect(
    service="backend-api",
    breaks=("VZ-18",),
    kind=Kind.LOST,
    story="What people did while backend-api was restarted is missing from their activity, for good.",
    subtle=Subtlety.RESTART,
    noticed=("how often Lina",),
)


@defect.applies_to("platforms.common.events")
def hear_live(events: Any) -> None:
    consume = events.Events.consume

    def consume_tracks_only(self: Any, subjects: Sequence[str], handler: Any) -> None:
        consume(self, [one for one in subjects if one not in OF_OTHERS], handler)
        for subject in OF_OTHERS:
            self._tasks.append(asyncio.create_task(self.listen(subject, handler)))

    events.Events.consume = consume_tracks_only
