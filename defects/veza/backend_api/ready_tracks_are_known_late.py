"""What stream-server tells of a track is taken up after a third of a second."""

import asyncio
from typing import Any

from defects import Defect, Kind

LATER_SECONDS = 0.3

defect = Defect(
    service="backend-api",
    breaks=("VZ-13",),
    kind=Kind.SLOW,
    story="The list of tracks is a third of a second behind what the stream server knows.",
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def take_it_up_later(tracks: Any) -> None:
    follow = tracks.follow

    async def follow_later(database: Any, event: Any) -> None:
        await asyncio.sleep(LATER_SECONDS)
        await follow(database, event)

    tracks.follow = follow_later
