"""What plays is told when it has played for a while."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.SLOW,
    story="That somebody has begun to listen shows in the chat a second later than promised.",
    subtle=Subtlety.BOUNDARY,
    noticed=("from its start to being seen in the chat",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def wait_and_see(playing: Any) -> None:
    hear = playing.Playing.hear

    async def hear_late(self: Any, event: Any) -> None:
        await asyncio.sleep(1.55)
        await hear(self, event)

    playing.Playing.hear = hear_late
