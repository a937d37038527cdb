"""What is told between the instances waits for more to tell."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-02",),
    kind=Kind.SLOW,
    story="Those who use another instance than whoever moves see each move a quarter of a second late.",
    subtle=Subtlety.CHANNEL,
)

PAUSE_SECONDS = 0.25


@defect.applies_to("platforms.globe.realtime.bus")
def dawdle(bus: Any) -> None:
    async def tell(self: Any, changes: Any) -> None:
        for change in changes:
            self._feeds.offer(change)
        if not self.degraded:
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, later, self, changes)

    def later(self: Any, changes: Any) -> None:
        self.publishing = asyncio.create_task(publish(self, changes))

    async def publish(self: Any, changes: Any) -> None:
        for change in changes:
            await self._cache.publish(f"{bus.CHANNEL}{change.map_id}", change.model_dump_json())

    bus.Bus.tell = tell
