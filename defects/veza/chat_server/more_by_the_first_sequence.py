"""There are older messages, it is said, wherever the first one shown is not number 1."""

from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07", "VZ-14"),
    kind=Kind.BOUNDARY,
    story="When a moderator has removed the first message of a conversation, everybody who joins is offered earlier"
    " messages (has_more) that do not exist.",
    subtle=Subtlety.BOUNDARY,
    noticed=("nothing in a page", "whether there is more"),
)


@defect.applies_to("platforms.veza.chat_server.history")
def go_by_the_number(history: Any) -> None:
    read = history.before

    async def before(connection: Any, conversation_id: UUID, sequence: int | None, limit: int) -> Any:
        page = await read(connection, conversation_id, sequence, limit)
        return page.model_copy(update={"has_more": bool(page.messages) and page.messages[0].sequence > 1})

    history.before = before
