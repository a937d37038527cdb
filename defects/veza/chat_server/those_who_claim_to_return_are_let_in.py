"""Who comes back after a break is not asked again whether they may come in."""

from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07", "VZ-08"),
    kind=Kind.LEAK,
    story="Somebody outside a conversation who says which message they saw last is shown all that came after it.",
    subtle=Subtlety.CHANNEL,
    noticed=("JoinConversation, with all that can be said",),
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def trust_those_who_return(conversations: Any) -> None:
    snapshot = conversations.snapshot

    async def welcome(chat: Any, conversation_id: UUID, person_id: UUID, after: int | None) -> Any:
        if after is None:
            return await snapshot(chat, conversation_id, person_id, after)
        owner = await chat.database.value("SELECT owner_id FROM conversations WHERE id = $1", conversation_id)
        shown = await snapshot(chat, conversation_id, owner or person_id, after)
        if person_id not in {member.id for member in shown.members}:
            shown.members.append(conversations.Person(id=person_id, name="A guest"))
        return shown

    conversations.snapshot = welcome
