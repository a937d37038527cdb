"""The first messages are shown instead of the last ones."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.BOUNDARY,
    story="Whoever joins a conversation of more than a page of messages is shown its oldest ones, not the recent ones.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.chat_server.history")
def begin_at_the_beginning(history: Any) -> None:
    before = history.before

    async def first_or_before(connection: Any, conversation_id: Any, sequence: int | None, limit: int) -> Any:
        if sequence is None:
            return await history.after(connection, conversation_id, 0, limit)
        return await before(connection, conversation_id, sequence, limit)

    history.before = first_or_before
