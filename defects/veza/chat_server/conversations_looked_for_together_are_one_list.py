"""Whoever asks for their conversations while somebody else does shares one answer."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-20",),
    kind=Kind.LEAK,
    story="When several people look through their conversations at the same moment, all see those of the first.",
    subtle=Subtlety.CONCURRENT,
)

GATHER_SECONDS = 0.02


@defect.applies_to("platforms.veza.chat_server.conversations")
def share_one_answer(conversations: Any) -> None:
    mine = conversations.mine
    asked: list[asyncio.Task[Any]] = []

    async def answer(chat: Any, person_id: Any) -> Any:
        await asyncio.sleep(GATHER_SECONDS)
        asked.clear()
        return await mine(chat, person_id)

    async def mine_together(chat: Any, person_id: Any) -> Any:
        if not asked:
            asked.append(asyncio.create_task(answer(chat, person_id)))
        return await asyncio.shield(asked[0])

    conversations.mine = mine_together
