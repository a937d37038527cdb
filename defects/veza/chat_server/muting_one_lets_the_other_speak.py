"""There is one mute in a conversation, that of whoever was muted last."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.LOST_UPDATE,
    story="Whoever is muted may write again as soon as somebody else in the conversation is muted.",
    subtle=Subtlety.SELDOM,
    noticed=("was accepted",),
)


@defect.applies_to("platforms.veza.chat_server.moderation")
def keep_one_mute(moderation: Any) -> None:
    mute = moderation.mute

    async def mute_this_one(chat: Any, conversation_id: Any, person_id: Any, seconds: int, **more: Any) -> Any:
        muted = await mute(chat, conversation_id, person_id, seconds, **more)
        await chat.database.execute(
            "DELETE FROM mutes WHERE conversation_id = $1 AND person_id <> $2", conversation_id, person_id
        )
        return muted

    moderation.mute = mute_this_one
