"""Joining insists on writing down who is present, though the conversation works without."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.DEGRADATION,
    story="While the place where presence is written down is away, no member gets into any conversation.",
)


@defect.applies_to("platforms.veza.chat_server.presence")
def insist_on_writing(presence: Any) -> None:
    written = presence.Presence.written

    async def written_for_certain(self: Any, conversation_id: Any) -> None:
        await written(self, conversation_id)
        await self._cache.ping()

    presence.Presence.written = written_for_certain
