"""Who the members are is remembered, and not forgotten when somebody is taken in."""

import time
from typing import Any
from uuid import UUID

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.STALE,
    story="Somebody who has just been taken into a conversation is refused as no member for up to ten seconds.",
)

REMEMBERED_SECONDS = 10


@defect.applies_to("platforms.veza.chat_server.conversations")
def remember_members(conversations: Any) -> None:
    read = conversations._members
    known: dict[UUID, tuple[float, list[Any]]] = {}

    async def members(connection: Any, conversation_id: UUID) -> list[Any]:
        at, found = known.get(conversation_id, (0.0, []))
        if not found or time.monotonic() - at > REMEMBERED_SECONDS:
            found = await read(connection, conversation_id)
            known[conversation_id] = time.monotonic(), found
        return found

    conversations._members = members
