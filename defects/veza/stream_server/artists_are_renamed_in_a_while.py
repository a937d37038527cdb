"""stream-server takes its time to write a new name on the tracks of an artist."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-17",),
    kind=Kind.SLOW,
    story="The new name of an artist shows on their tracks two seconds later than everywhere else.",
    subtle=Subtlety.CHANNEL,
    noticed=("is called otherwise than",),
)


@defect.applies_to("platforms.veza.stream_server.metadata")
def take_time(metadata: Any) -> None:
    rename = metadata.rename_artist

    async def rename_late(*given: Any) -> None:
        await asyncio.sleep(2)
        await rename(*given)

    metadata.rename_artist = rename_late
