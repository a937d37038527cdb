"""Whether somebody is muted is known to the connections that they had when it happened."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.STALE,
    story="Whoever is muted writes on from another device that they sign in on afterwards.",
    subtle=Subtlety.CHANNEL,
    noticed=("was accepted",),
)


@defect.applies_to("platforms.veza.chat_server.moderation")
def remember_the_connections(moderation: Any) -> None:
    mute = moderation.mute

    async def mute_those_there(chat: Any, conversation_id: Any, person_id: Any, *given: Any, **more: Any) -> Any:
        muted = await mute(chat, conversation_id, person_id, *given, **more)
        chat.muted_connections = {
            seat.connection
            for room in chat.rooms
            for seat in room.seats.values()
            if seat.connection.person_id == person_id
        }
        return muted

    moderation.mute = mute_those_there


@defect.applies_to("platforms.veza.chat_server.sending")
def let_others_write(sending: Any) -> None:
    submit = sending.submit

    async def submit_unless_muted(chat: Any, draft: Any) -> None:
        if draft.connection not in getattr(chat, "muted_connections", {draft.connection}):
            await chat.database.execute(
                "DELETE FROM mutes WHERE conversation_id = $1 AND person_id = $2",
                draft.conversation_id,
                draft.connection.person_id,
            )
        await submit(chat, draft)

    sending.submit = submit_unless_muted
