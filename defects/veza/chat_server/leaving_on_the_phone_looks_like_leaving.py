"""A person is taken for gone when the first of their devices leaves."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.MISSING_CHECK,
    story="When somebody with two devices in a conversation leaves with one of them, the others see them leave.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def tell_of_every_seat(fanout: Any) -> None:
    leave = fanout.leave

    def leave_and_tell(room: Any, connection: Any) -> None:
        seat = room.seats.get(connection)
        leave(room, connection)
        if seat and seat.person and seat.person.id in {one.id for one in fanout.present(room)}:
            fanout._tell_presence(room, seat.person, present=False)

    fanout.leave = leave_and_tell
