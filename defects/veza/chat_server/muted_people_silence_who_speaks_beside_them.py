"""A muted person's message takes those down that are stored together with it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.PARTIAL,
    story="Whoever says something in the moment in which a muted person tries to is refused as well.",
    subtle=Subtlety.CONCURRENT,
    noticed=("was not accepted",),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def refuse_the_whole_group(storing: Any) -> None:
    sort_out = storing._sort_out

    async def sort_out_together(connection: Any, conversation_id: Any, drafts: Any, stored: Any) -> Any:
        fresh = await sort_out(connection, conversation_id, drafts, stored)
        muted = next((one for one in stored.refusals.values() if one.code == "CHAT_MUTED"), None)
        if muted is None:
            return fresh
        stored.refusals.update(dict.fromkeys(fresh, muted))
        return {}

    storing._sort_out = sort_out_together
