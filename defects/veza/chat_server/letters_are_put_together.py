"""What people write is brought into a normal form before it is stored: letters made of two parts become one."""

import unicodedata
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.WRONG_DEFAULT,
    story="What was said in some scripts is stored with other letters than it was written with.",
    subtle=Subtlety.SELDOM,
    noticed=("word for word",),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def put_together(storing: Any) -> None:
    store = storing.store

    async def store_put_together(change: Any, conversation_id: Any, drafts: Any, told_up_to: Any) -> Any:
        for draft in drafts:
            object.__setattr__(draft, "content", unicodedata.normalize("NFC", draft.content))
        return await store(change, conversation_id, drafts, told_up_to)

    storing.store = store_put_together
