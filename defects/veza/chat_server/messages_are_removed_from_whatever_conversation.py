"""A message is removed by its id alone; in which conversation it is, nobody looks."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.MISSING_CHECK,
    story="A moderator who removes a message from a conversation in which it is not removes it from another.",
    subtle=Subtlety.BOUNDARY,
    noticed=("expected a refusal with status 404", "finds in pages"),
)


@defect.applies_to("platforms.veza.chat_server.history")
def go_by_the_message(history: Any) -> None:
    remove = history.remove

    async def remove_wherever(change: Any, conversation_id: Any, message_id: Any, by: Any) -> None:
        there = await change.connection.fetchval("SELECT conversation_id FROM messages WHERE id = $1", message_id)
        await remove(change, there or conversation_id, message_id, by)

    history.remove = remove_wherever
