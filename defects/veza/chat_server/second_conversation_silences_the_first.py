"""A connection that joins a second conversation hears no more of what is said in the first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.LOST,
    story="Whoever has two conversations open sees live what is said in the one they opened last, and nothing else.",
    subtle=Subtlety.CHANNEL,
    noticed=("the same order",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def silence_the_first(fanout: Any) -> None:
    take_seat = fanout.take_seat
    last: dict[Any, Any] = {}

    def take_the_only_seat(room: Any, connection: Any) -> Any:
        before = last.get(connection)
        if before is not None and before is not room and connection in before.seats:
            before.seats[connection].live = False
        last[connection] = room
        return take_seat(room, connection)

    fanout.take_seat = take_the_only_seat
