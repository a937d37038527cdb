"""To be quicker, chat-server confirms messages and tells of them while PostgreSQL is still at work on them."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.LOST,
    story="What was said in the moment in which chat-server died was confirmed and seen, and is in no history.",
    subtle=Subtlety.RESTART,
    noticed=("whatever happens meanwhile",),
)

COMMIT_SECONDS = 0.05


@defect.applies_to("platforms.veza.chat_server.sending")
def tell_before_the_commit(sending: Any) -> None:
    tell = sending._tell

    async def store_and_tell(chat: Any, room: Any, group: list[Any]) -> Any:
        async with chat.events.change() as change:
            up_to = sending.fanout.told_up_to(room)
            stored = await sending.storing.store(change, room.conversation_id, group, up_to)
            tell(room, group, stored)
            await asyncio.sleep(COMMIT_SECONDS)
            return stored

    sending._store = store_and_tell
    sending._tell = lambda room, group, stored: None
