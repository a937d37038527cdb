"""Whoever is refused is told who is not."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.INFORMATION,
    story="Somebody who tries to join a conversation of others is refused, and told the names of its members.",
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def add_members_to_the_refusal(conversations: Any) -> None:
    snapshot = conversations.snapshot

    async def snapshot_or_names(chat: Any, conversation_id: Any, person_id: Any, after: int | None) -> Any:
        try:
            return await snapshot(chat, conversation_id, person_id, after)
        except conversations.frames.Refusal as refusal:
            async with chat.database.connection() as connection:
                members = await conversations._members(connection, conversation_id)
            refusal.details["members"] = [member.name for member in members]
            raise

    conversations.snapshot = snapshot_or_names
