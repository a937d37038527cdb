"""Whoever comes back says which message was their last, and is told what came after the next one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08", "VZ-09"),
    kind=Kind.BOUNDARY,
    story="Whoever comes back after the line broke never sees the first of the messages they have missed.",
    subtle=Subtlety.BOUNDARY,
    noticed=("whatever happens meanwhile",),
)


@defect.applies_to("platforms.veza.chat_server.history")
def begin_one_later(history: Any) -> None:
    after = history.after

    async def after_the_next(connection: Any, conversation_id: Any, sequence: int, limit: int) -> Any:
        return await after(connection, conversation_id, sequence + 1 if sequence else 0, limit)

    history.after = after_the_next
