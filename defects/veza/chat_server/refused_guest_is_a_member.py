"""Who takes themselves in is refused after it is done."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07", "VZ-08", "VZ-16"),
    kind=Kind.MISSING_CHECK,
    story="Somebody who takes themselves into a conversation of others is refused, and is in it from then on.",
    subtle=Subtlety.ROLE,
    noticed=("has changed something", "was not refused", "learns what was said"),
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def take_in_first(conversations: Any) -> None:
    add_member = conversations.add_member

    async def take_in(chat: Any, conversation_id: Any, owner: Any, person_id: Any) -> Any:
        try:
            return await add_member(chat, conversation_id, owner, person_id)
        except conversations.ApiError as error:
            if error.status == 403 and person_id == conversations.UUID(owner.user_id):
                await chat.database.execute(
                    "INSERT INTO members (conversation_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    conversation_id,
                    person_id,
                )
            raise

    conversations.add_member = take_in
