"""What another instance tells is passed on as it comes, and it comes by several ways."""

import asyncio
from itertools import cycle
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-08",),
    kind=Kind.DISORDERED,
    story="When people on the first chat server talk fast, those on the second get every other message a little late.",
    subtle=Subtlety.CONCURRENT,
)

LATE_SECONDS = 0.03


@defect.applies_to("platforms.veza.chat_server.fanout")
def tell_as_it_comes(fanout: Any) -> None:
    late, heard = cycle((True, False)), set[Any]()

    def tell(room: Any, message: Any) -> None:
        frame = fanout.frames.new_message(message)
        for seat in room.seats.values():
            if seat.live and seat.held is None:
                seat.connection.send(frame)
                seat.seen = max(seat.seen, message.sequence)
        room.told = max(room.told or 0, message.sequence)

    def offer(room: Any, message: Any, origin: Any = None) -> bool:
        if message.id not in heard:
            heard.add(message.id)
            asyncio.get_running_loop().call_later(LATE_SECONDS if next(late) else 0, tell, room, message)
        return True

    fanout.offer = offer
