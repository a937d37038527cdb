"""What people prefer is heard when it is told, and not afterwards."""

import asyncio
from collections.abc import Sequence
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-17",),
    kind=Kind.LOST,
    story="Who chooses another quality while stream-server is away hears the old one, for good.",
    subtle=Subtlety.RESTART,
    noticed=("to prefer another quality",),
)


@defect.applies_to("platforms.common.events")
def hear_live(events: Any) -> None:
    consume = events.Events.consume

    def consume_names_only(self: Any, subjects: Sequence[str], handler: Any) -> None:
        consume(self, [one for one in subjects if not one.endswith("preference_changed")], handler)
        self._tasks.append(asyncio.create_task(self.listen("user.events.preference_changed", handler)))

    events.Events.consume = consume_names_only
