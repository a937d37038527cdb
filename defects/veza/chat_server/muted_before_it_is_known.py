"""Whoever is muted is told so before it is looked whether the message is there already."""

from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14", "VZ-09"),
    kind=Kind.DISORDERED,
    story=(
        "Somebody's line breaks before their message is confirmed, and they are muted meanwhile; sending it again they "
        "are told that they are muted, while everybody else has the message."
    ),
    subtle=Subtlety.SELDOM,
    noticed=("what was confirmed of", "how many answers"),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def look_for_mutes_first(storing: Any) -> None:
    sort_out = storing._sort_out

    async def sort_out_muted(connection: Any, conversation_id: UUID, drafts: Any, stored: Any) -> Any:
        fresh = await sort_out(connection, conversation_id, drafts, stored)
        for draft in list(stored.messages):
            person_id = draft.connection.person_id
            row = await connection.fetchrow(
                "SELECT conversation_id, person_id, until, reason FROM mutes"
                " WHERE conversation_id = $1 AND person_id = $2 AND until > clock_timestamp()",
                conversation_id,
                person_id,
            )
            if row is not None:
                del stored.messages[draft]
                stored.refusals[draft] = storing.frames.muted(storing.Mute(**row))
        return fresh

    storing._sort_out = sort_out_muted
