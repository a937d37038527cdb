"""Audio is sent in small pieces with pauses between them."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-24",),
    kind=Kind.SLOW,
    story="Each listener gets enough to go on playing, and all of them together a fraction of what is promised.",
    subtle=Subtlety.CONCURRENT,
)

PIECE = 8 * 1024
PAUSE_SECONDS = 0.05


@defect.applies_to("platforms.veza.stream_server.delivery")
def trickle(delivery: Any) -> None:
    read = delivery._read
    delivery._CHUNK = PIECE

    async def read_slowly(*given: Any) -> Any:
        async for piece in read(*given):
            yield piece
            await asyncio.sleep(PAUSE_SECONDS)

    delivery._read = read_slowly
