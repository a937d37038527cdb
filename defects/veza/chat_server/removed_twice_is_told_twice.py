"""Two moderators who remove the same message have both done it, and everybody is told twice."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.DOUBLED,
    story="When two moderators remove a message at the same moment, both are told it is done, and all hear twice.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how often it was done", "sees go"),
)


@defect.applies_to("platforms.veza.chat_server.history")
def look_before(history: Any) -> None:
    remove = history.remove
    from platforms.common.errors import ApiError

    async def remove_again(change: Any, conversation_id: Any, message_id: Any, by: Any) -> None:
        try:
            await remove(change, conversation_id, message_id, by)
        except ApiError:
            removed = await change.connection.fetchval("SELECT removed_at FROM messages WHERE id = $1", message_id)
            if removed is None:
                raise

    history.remove = remove_again
