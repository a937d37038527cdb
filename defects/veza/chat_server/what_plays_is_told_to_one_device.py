"""What plays is told to each person once, on the device that they joined with first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.LOST,
    story="On their second device nobody sees what the others listen to.",
    subtle=Subtlety.CHANNEL,
    noticed=("(phone) is told",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def tell_first_devices(playing: Any) -> None:
    def announce(room: Any, person: Any, stream: Any) -> None:
        track, paused = (stream.track, stream.paused) if stream else (None, False)
        frame = playing.frames.now_playing(room.conversation_id, person, track, paused=paused)
        told = {person.id}
        for seat in room.seats.values():
            if seat.joined and seat.person and seat.person.id not in told:
                told.add(seat.person.id)
                seat.connection.send(frame)

    playing._announce = announce
