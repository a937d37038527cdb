"""Somebody who is refused keeps the seat that was taken for them, and hears what is said."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.LEAK,
    story="Somebody who tried to join a conversation and was refused gets every message of it from then on.",
)


@defect.applies_to("platforms.veza.chat_server.live")
def keep_the_seat(live: Any) -> None:
    join = live.join

    async def join_or_listen(chat: Any, connection: Any, frame: Any) -> None:
        try:
            await join(chat, connection, frame)
        except live.Refusal:
            said = "SELECT last_sequence FROM conversations WHERE id = $1"
            with chat.rooms.use(frame.conversation_id) as room:
                seat = live.fanout.take_seat(room, connection)
                seat.seen = await chat.database.value(said, frame.conversation_id) or 0
                seat.held, seat.live = None, True
            raise

    live.join = join_or_listen
