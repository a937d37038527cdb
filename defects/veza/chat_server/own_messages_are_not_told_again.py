"""Whoever comes back is told what others have said meanwhile, and not that their own words have arrived."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-09",),
    kind=Kind.LOST,
    story="Who lost the line before the answer is not told, on coming back, that what they said has arrived.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def leave_out_their_own(conversations: Any) -> None:
    snapshot = conversations.snapshot

    async def without_their_own(chat: Any, conversation_id: Any, person_id: Any, after: Any) -> Any:
        shown = await snapshot(chat, conversation_id, person_id, after)
        shown.history.messages = [one for one in shown.history.messages if one.sender.id != person_id]
        return shown

    conversations.snapshot = without_their_own
