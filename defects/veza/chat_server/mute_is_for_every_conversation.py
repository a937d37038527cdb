"""Somebody who is muted in one conversation is muted in all."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.MISSING_CHECK,
    story="Whoever is muted in one conversation cannot write in any other either.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was not accepted",),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def look_for_any_mute(storing: Any) -> None:
    sort_out = storing._sort_out

    async def sort_out_by_person(connection: Any, conversation_id: Any, drafts: Any, stored: Any) -> Any:
        fresh = await sort_out(connection, conversation_id, drafts, stored)
        for draft in list(fresh):
            row = await connection.fetchrow(
                "SELECT conversation_id, person_id, until, reason FROM mutes"
                " WHERE person_id = $1 AND until > clock_timestamp()",
                draft.connection.person_id,
            )
            if row is not None:
                del fresh[draft]
                stored.refusals[draft] = storing.frames.muted(storing.Mute(**row))
        return fresh

    storing._sort_out = sort_out_by_person
