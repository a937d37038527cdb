"""Asking for older messages is not checked as joining is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.LEAK,
    story="Somebody who is no member cannot join a conversation, and can read all its messages page by page.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def show_messages_to_everybody(conversations: Any) -> None:
    async def messages(chat: Any, conversation_id: Any, reader_id: Any, limit: int, before: int | None) -> Any:
        async with chat.database.connection() as connection:
            return await conversations.history.before(connection, conversation_id, before, limit)

    conversations.latest_messages = messages
