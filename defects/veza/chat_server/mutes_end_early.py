"""A mute ends almost half a second before its time is up."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.BOUNDARY,
    story="Whoever is muted can write again somewhat earlier than they and the others were told.",
    subtle=Subtlety.BOUNDARY,
    noticed=("before the time was up",),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def look_ahead(storing: Any) -> None:
    from datetime import UTC, datetime, timedelta

    sort_out = storing._sort_out

    async def sort_out_early(connection: Any, conversation_id: Any, drafts: Any, stored: Any) -> Any:
        soon = datetime.now(UTC) + timedelta(seconds=0.4)
        await connection.execute("DELETE FROM mutes WHERE conversation_id = $1 AND until < $2", conversation_id, soon)
        return await sort_out(connection, conversation_id, drafts, stored)

    storing._sort_out = sort_out_early
