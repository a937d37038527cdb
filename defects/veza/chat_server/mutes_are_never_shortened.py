"""Of two mutes the longer one counts."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.LOST_UPDATE,
    story="A moderator who thinks again and mutes somebody for less is told so, and they are muted as long as before.",
    subtle=Subtlety.BOUNDARY,
    noticed=("is told", "whether Arno can write"),
)


@defect.applies_to("platforms.veza.chat_server.moderation")
def keep_the_longer(moderation: Any) -> None:
    mute = moderation.mute

    async def mute_at_least(chat: Any, conversation_id: Any, person_id: Any, *given: Any, **more: Any) -> Any:
        which = "FROM mutes WHERE conversation_id = $1 AND person_id = $2"
        before = await chat.database.value(f"SELECT until {which}", conversation_id, person_id)
        muted = await mute(chat, conversation_id, person_id, *given, **more)
        if before is not None:
            await chat.database.execute(
                "UPDATE mutes SET until = greatest(until, $3) WHERE conversation_id = $1 AND person_id = $2",
                conversation_id,
                person_id,
                before,
            )
        return muted

    moderation.mute = mute_at_least
