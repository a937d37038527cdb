"""A chat-server that could not hear the other looks for messages only: not for what was removed, nor who was muted."""

from __future__ import annotations

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-14", "VZ-17"),
    kind=Kind.LOST,
    story="Whoever is on the second chat server goes on seeing what was removed while its database was out of reach.",
    subtle=Subtlety.RESTART,
    noticed=("sees go", "is told of"),
)


@defect.applies_to("platforms.veza.chat_server.between")
def look_for_messages(between: Any) -> None:
    async def look(chat: Any, _: object, __: float) -> None:
        for room in chat.rooms:
            between.sending.look_again(chat, room.conversation_id)

    between.look_everywhere = look
