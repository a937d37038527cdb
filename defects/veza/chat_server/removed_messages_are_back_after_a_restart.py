"""Which messages were removed chat-server knows by heart only: when it starts, it begins with all that was said."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-02",),
    kind=Kind.STALE,
    story="What a moderator has taken out of a conversation can be read there again after a restart.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.chat_server.chat")
def begin_with_everything(chat: Any) -> None:
    async def open_with_everything(service: Any) -> None:
        await super(chat.Chat, service).open()
        await service.database.execute(
            "UPDATE messages SET removed_at = NULL, removed_by = NULL WHERE removed_at IS NOT NULL"
        )

    chat.Chat.open = open_with_everything
