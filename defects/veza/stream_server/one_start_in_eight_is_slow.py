"""Every eighth stream takes seven tenths of a second longer to start."""

import asyncio
from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

LONGER_SECONDS = 0.7

defect = Defect(
    service="stream-server",
    breaks=("VZ-20",),
    kind=Kind.SLOW,
    story="One stream in eight starts later than promised; the average looks well, and so does the service as a whole.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.stream_server.listening")
def dawdle(listening: Any) -> None:
    start = listening.start
    turns = count(1)

    async def start_sometimes_slowly(*given: Any) -> Any:
        if next(turns) % 8 == 0:
            await asyncio.sleep(LONGER_SECONDS)
        return await start(*given)

    listening.start = start_sometimes_slowly
