"""A message that its sender repeats is made good, whatever has become of it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.RACE,
    story="A removed message is there again once the device of its sender, which got no answer, has sent it again.",
    subtle=Subtlety.SELDOM,
    noticed=("finds",),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def restore(storing: Any) -> None:
    store = storing.store

    async def store_and_restore(change: Any, conversation_id: Any, drafts: Any, told_up_to: Any) -> Any:
        for draft in drafts:
            await change.connection.execute(
                "UPDATE messages SET removed_at = NULL WHERE sender_id = $1 AND client_message_id = $2",
                draft.connection.person_id,
                draft.client_message_id,
            )
        return await store(change, conversation_id, drafts, told_up_to)

    storing.store = store_and_restore
