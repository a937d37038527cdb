"""Names are escaped when they are stored, and not where they are shown."""

import html
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.UNIT,
    story="Whoever calls a conversation “Rock & Roll” reads “Rock &amp; Roll” from then on.",
    noticed=("was sent",),
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def escape_names(conversations: Any) -> None:
    create = conversations.create

    async def create_escaped(chat: Any, owner: Any, name: str, members: Any) -> Any:
        return await create(chat, owner, html.escape(name), members)

    conversations.create = create_escaped
