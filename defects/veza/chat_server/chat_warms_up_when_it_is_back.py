"""After a start nobody finds their conversations for some seconds, though the service says that it is well."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-21",),
    kind=Kind.DEGRADATION,
    story="Chat-server says that it is back three seconds before anybody finds their conversations.",
    subtle=Subtlety.RESTART,
)

WARMING_UP_SECONDS = 3.0


@defect.applies_to("platforms.veza.chat_server.conversations")
def warm_up(conversations: Any) -> None:
    from platforms.common.errors import unavailable

    mine = conversations.mine
    first: list[float] = []

    async def mine_when_warm(chat: Any, person_id: Any) -> Any:
        if not first:
            first.append(time.monotonic())
        if time.monotonic() < first[0] + WARMING_UP_SECONDS:
            raise unavailable("conversations")
        return await mine(chat, person_id)

    conversations.mine = mine_when_warm
