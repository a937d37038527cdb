"""At its start chat-server lets go of the tracks that messages speak of."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-02",),
    kind=Kind.LOST,
    story="What was said about a track is still there after a restart, and no longer says about which.",
    subtle=Subtlety.RESTART,
    noticed=("everything was there",),
)


@defect.applies_to("platforms.veza.chat_server.chat")
def do_it_at_the_start(module: Any) -> None:
    opened = module.Chat.open

    async def open_and_change(service: Any) -> None:
        await opened(service)
        await service.database.execute("UPDATE messages SET track_id = NULL")

    module.Chat.open = open_and_change
