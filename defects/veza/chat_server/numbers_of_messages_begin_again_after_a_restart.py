"""chat-server counts messages in memory from its start on; one that has the number of another takes its place."""

from collections.abc import Sequence
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-02",),
    kind=Kind.LOST,
    story="What is said after a restart of the chat server replaces the oldest messages of the conversation.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.veza.chat_server.storing")
def count_from_the_start_on(storing: Any) -> None:
    store, insert = storing.store, storing._insert
    counted: set[Any] = set()

    async def store_counted(change: Any, conversation_id: Any, drafts: Sequence[Any], told_up_to: Any) -> Any:
        if drafts and conversation_id not in counted:
            counted.add(conversation_id)
            await change.connection.execute("UPDATE conversations SET last_sequence = 0 WHERE id = $1", conversation_id)
        return await store(change, conversation_id, drafts, told_up_to)

    async def insert_or_replace(change: Any, conversation_name: str, messages: dict[Any, Any]) -> None:
        for message in messages.values():
            await change.connection.execute(
                "DELETE FROM messages WHERE conversation_id = $1 AND sequence = $2",
                message.conversation_id,
                message.sequence,
            )
        await insert(change, conversation_name, messages)

    storing.store, storing._insert = store_counted, insert_or_replace
