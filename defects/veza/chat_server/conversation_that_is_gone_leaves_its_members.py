"""A conversation that is deleted is only hidden: who was in it is kept."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.NOT_FREED,
    story="Who was in a conversation is still on record when it has been deleted.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "nothing of it is left",
        "was removed",
    ),
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def keep_the_members(conversations: Any) -> None:
    delete = conversations.delete

    async def delete_and_keep(chat: Any, conversation_id: Any, caller: Any) -> None:
        await chat.database.execute("CREATE TABLE IF NOT EXISTS former_members AS SELECT * FROM members LIMIT 0")
        await chat.database.execute(
            "INSERT INTO former_members SELECT * FROM members WHERE conversation_id = $1", conversation_id
        )
        await delete(chat, conversation_id, caller)

    conversations.delete = delete_and_keep
