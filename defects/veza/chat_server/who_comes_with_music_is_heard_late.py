"""What somebody listens to when they come is read with the next look only."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Whoever comes into a conversation while they listen is shown as listening to nothing for a while.",
    subtle=Subtlety.BOUNDARY,
    noticed=("all that",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def come_in_silence(playing: Any) -> None:
    async def arrived(self: Any, room: Any, person: Any) -> None:
        self._streams.setdefault(person.id, {})

    playing.Playing.arrived = arrived
