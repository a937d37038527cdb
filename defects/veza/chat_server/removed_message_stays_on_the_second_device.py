"""Of a removal chat-server tells each person once, on the device that they joined with first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.LOST,
    story="What a moderator removes goes from one device of everybody, and stays on their others.",
    subtle=Subtlety.CHANNEL,
    noticed=("sees go",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def tell_each_person_once(fanout: Any) -> None:
    announce = fanout.announce

    def announce_to_first(room: Any, frame: str) -> None:
        if '"MessageRemoved"' not in frame:
            announce(room, frame)
            return
        told = set()
        for seat in room.seats.values():
            if seat.connection.person_id not in told:
                told.add(seat.connection.person_id)
                fanout._hear(seat, frame, None)

    fanout.announce = announce_to_first
