"""What was removed is left out of the latest messages, and not of those that somebody pages back to."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.MISSING_CHECK,
    story="Whoever pages back through a conversation finds what a moderator has removed from it.",
    subtle=Subtlety.CHANNEL,
    noticed=("in pages of",),
)


@defect.applies_to("platforms.veza.chat_server.history")
def page_through_everything(history: Any) -> None:
    before = history.before

    async def before_without_a_look(connection: Any, conversation_id: Any, sequence: Any, limit: int) -> Any:
        if sequence is None:
            return await before(connection, conversation_id, None, limit)
        rows = await connection.fetch(
            f"{history._MESSAGES} WHERE m.conversation_id = $1 AND m.sequence < $2 ORDER BY m.sequence DESC LIMIT $3",
            conversation_id,
            sequence,
            limit + 1,
        )
        messages = [history._message(row) for row in reversed(rows[:limit])]
        return history.History(messages=messages, has_more=len(rows) > limit)

    history.before = before_without_a_look
