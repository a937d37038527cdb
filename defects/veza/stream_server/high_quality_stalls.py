"""The best audio is sent more slowly than it plays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.SLOW,
    story="Whoever listens in high quality hears the music stop again and again, because it comes too slowly.",
)

PAUSE_SECONDS = 3


@defect.applies_to("platforms.veza.stream_server.delivery")
def send_slowly(delivery: Any) -> None:
    read = delivery._read

    async def read_slowly(file: Any, start: int, end: int) -> AsyncIterator[bytes]:
        async with aclosing(read(file, start, end)) as chunks:
            async for chunk in chunks:
                yield chunk
                if str(file.name).endswith("/high.mp3"):
                    await asyncio.sleep(PAUSE_SECONDS)

    delivery._read = read_slowly
