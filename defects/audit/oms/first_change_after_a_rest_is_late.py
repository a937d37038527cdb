"""The outbox is looked into seldom when nothing has come for ten seconds."""

import asyncio
import time
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.SLOW,
    story="After ten quiet seconds the next change is on record up to three seconds later; in a crowd none is late.",
    subtle=Subtlety.SELDOM,
    noticed=("took", "last recorded version"),
)


@defect.applies_to("platforms.audit.oms.publishing")
def rest(publishing: Any) -> None:
    publish, last = publishing.Publisher._round, [time.monotonic()]

    async def rested(self: Any) -> int:
        if time.monotonic() - last[0] > 10:
            await asyncio.sleep(3)
        published: int = await publish(self)
        if published:
            last[0] = time.monotonic()
        return published

    publishing.Publisher._round = rested
