"""Nothing known yet, number 0, is taken for no number given."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07", "VZ-09"),
    kind=Kind.BOUNDARY,
    story="Whoever comes back and had seen nothing yet gets the latest fifty messages, and not all that they missed.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def take_zero_for_none(conversations: Any) -> None:
    snapshot = conversations.snapshot

    async def latest(chat: Any, conversation_id: Any, person_id: Any, after: Any) -> Any:
        return await snapshot(chat, conversation_id, person_id, after or None)

    conversations.snapshot = latest
