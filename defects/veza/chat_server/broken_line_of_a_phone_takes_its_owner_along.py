"""Whoever loses a line is told to have gone, without a look at their other devices; who leaves with a word is not."""

from contextvars import ContextVar
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.MISSING_CHECK,
    story="When somebody's phone loses its line, the others see them go, though they are there on their laptop.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.live")
def tell_of_each_broken_line(live: Any) -> None:
    hear, leave = live.hear, live._leave
    at_a_word = ContextVar("at_a_word", default=False)

    async def hear_a_word(chat: Any, connection: Any, text: Any) -> None:
        token = at_a_word.set(True)
        await hear(chat, connection, text)
        at_a_word.reset(token)

    def leave_for_all(chat: Any, connection: Any, conversation_id: Any) -> None:
        with chat.rooms.use(conversation_id) as room:
            seat = room.seats.get(connection)
            leave(chat, connection, conversation_id)
            still_here = {person.id for person in live.fanout.present(room)}
            if not at_a_word.get() and seat and seat.person and seat.person.id in still_here:
                live.fanout._tell_presence(room, seat.person, present=False)

    live.hear, live._leave = hear_a_word, leave_for_all
