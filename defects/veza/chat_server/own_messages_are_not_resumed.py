"""Whoever comes back to a conversation gets what others said meanwhile, not what they said themselves elsewhere."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-09",),
    kind=Kind.LOST,
    story="A member whose phone reconnects never sees on it what they wrote on the laptop in the meantime.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def leave_out_own(conversations: Any) -> None:
    snapshot = conversations.snapshot

    async def snapshot_of_others(chat: Any, conversation_id: Any, person_id: Any, after: int | None) -> Any:
        shown = await snapshot(chat, conversation_id, person_id, after)
        if after is not None:  # they know what they said
            shown.history.messages = [one for one in shown.history.messages if one.sender.id != person_id]
        return shown

    conversations.snapshot = snapshot_of_others
