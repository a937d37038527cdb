"""Of the messages that wait to be stored the newest comes first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.DISORDERED,
    story="When somebody sends several messages at once, all others get them in another order than they were sent in.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.chat_server.sending")
def newest_first(sending: Any) -> None:
    store = sending._store

    async def store_newest_first(chat: Any, room: Any, group: list[Any]) -> Any:
        group.reverse()
        return await store(chat, room, group)

    sending._store = store_newest_first
