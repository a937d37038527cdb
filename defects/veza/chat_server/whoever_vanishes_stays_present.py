"""A seat is given up only by those who say goodbye."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.NOT_FREED,
    story="Somebody who closes the lid or loses the line is shown as present to everybody who joins, for ever.",
)


@defect.applies_to("platforms.veza.chat_server.live")
def keep_the_seats_of_the_gone(live: Any) -> None:
    leave = live._leave

    def leave_if_connected(chat: Any, connection: Any, conversation_id: Any) -> None:
        if connection in chat.connections._open:
            leave(chat, connection, conversation_id)

    live._leave = leave_if_connected
