"""The event of a removal holds what was removed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.INFORMATION,
    story="What was removed from a conversation is told to all services that listen, word for word.",
    subtle=Subtlety.CHANNEL,
    noticed=("what is told elsewhere", "what other services are told"),
)


@defect.applies_to("platforms.common.events")
def tell_all(events: Any) -> None:
    emit = events.Change.emit

    async def emit_with_words(change: Any, subject: str, data: Any) -> None:
        if subject == "chat.events.message_removed":
            query = "SELECT content FROM messages WHERE id = $1::uuid"
            data = {**data, "content": await change.connection.fetchval(query, data["message_id"])}
        await emit(change, subject, data)

    events.Change.emit = emit_with_words
