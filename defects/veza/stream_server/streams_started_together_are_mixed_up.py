"""The stream that was started last is kept in one place for everybody."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.RACE,
    story="When two people start listening at the same moment, one of them gets the stream of the other.",
    subtle=Subtlety.CONCURRENT,
)

SHOWN_AFTER_SECONDS = 0.02


@defect.applies_to("platforms.veza.stream_server.listening")
def keep_the_latest_for_all(listening: Any) -> None:
    start = listening.start
    latest: list[Any] = []

    async def start_for_all(*wanted: Any) -> Any:
        latest[:] = [await start(*wanted)]
        await asyncio.sleep(SHOWN_AFTER_SECONDS)
        return latest[0]

    listening.start = start_for_all
