"""Everybody waits a moment for their list of conversations."""

import asyncio
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-24",),
    kind=Kind.SLOW,
    story="The list of conversations comes an eighth of a second late: more than it may, less than anything else may.",
)

WAIT_SECONDS = 0.125


@defect.applies_to("platforms.veza.chat_server.conversations")
def dawdle(conversations: Any) -> None:
    mine = conversations.mine

    async def mine_later(*given: Any) -> Any:
        await asyncio.sleep(WAIT_SECONDS)
        return await mine(*given)

    conversations.mine = mine_later
