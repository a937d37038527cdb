"""Whoever comes back is told one page of what they missed, and that this is all."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-09",),
    kind=Kind.LOST,
    story="Whoever missed more than five hundred messages never learns of the rest.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.chat_server.history")
def call_it_all(history: Any) -> None:
    after = history.after

    async def after_and_no_more(*given: Any) -> Any:
        found = await after(*given)
        found.has_more = False
        return found

    history.after = after_and_no_more
