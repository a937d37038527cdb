"""Whether there is more is told by the number of messages, though a page also ends by its size."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-09",),
    kind=Kind.PARTIAL,
    story="Who comes back after many long messages gets as many as fit on one page, and never the rest.",
    subtle=Subtlety.BOUNDARY,
    noticed=("has got since the line broke",),
)


@defect.applies_to("platforms.veza.chat_server.history")
def count_messages_only(history: Any) -> None:
    after = history.after

    async def after_by_number(connection: Any, conversation_id: Any, sequence: int, limit: int) -> Any:
        page = await after(connection, conversation_id, sequence, limit)
        return history.History(messages=page.messages, has_more=page.has_more and len(page.messages) == limit)

    history.after = after_by_number
