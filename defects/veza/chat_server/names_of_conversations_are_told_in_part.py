"""Events of messages have sixty-four characters of the name of the conversation."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.PARTIAL,
    story="Whoever writes in a conversation with a long name finds the name cut off in their activity.",
    subtle=Subtlety.BOUNDARY,
    noticed=("tell each other",),
)


@defect.applies_to("platforms.veza.chat_server.storing")
def tell_a_part(storing: Any) -> None:
    insert = storing._insert

    async def insert_with_a_part(change: Any, conversation_name: str, messages: Any) -> None:
        await insert(change, conversation_name[:64], messages)

    storing._insert = insert_with_a_part
