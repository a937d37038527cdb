"""A repeated message is stored once and told as often as it comes."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-08", "VZ-09"),
    kind=Kind.DOUBLED,
    story="When a sender repeats a message because no answer came, those present get it once more.",
)


@defect.applies_to("platforms.veza.chat_server.sending")
def tell_repetitions(sending: Any) -> None:
    tell = sending._tell

    def tell_all(room: Any, group: list[Any], stored: Any) -> None:
        for draft in group:
            message = stored.messages.get(draft)
            if message is None or message.id in stored.new:
                continue
            for seat in room.seats.values():
                if seat.live and seat.connection is not draft.connection:
                    seat.connection.send(sending.frames.new_message(message))
        tell(room, group, stored)

    sending._tell = tell_all
