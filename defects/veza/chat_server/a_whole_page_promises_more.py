"""As soon as a page of the history is full, it is said that there is more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.BOUNDARY,
    story="When just as much was said as fits, people are offered earlier messages that there are not.",
    subtle=Subtlety.BOUNDARY,
    noticed=("that there are more",),
)


@defect.applies_to("platforms.veza.chat_server.history")
def promise_more(history: Any) -> None:
    before = history.before

    async def before_and_more(connection: Any, conversation_id: Any, sequence: int | None, limit: int) -> Any:
        found = await before(connection, conversation_id, sequence, limit)
        found.has_more = len(found.messages) == limit
        return found

    history.before = before_and_more
