"""Whoever joins is told only of what begins to play afterwards."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Whoever comes into a conversation does not see what those who are there listen to already.",
    subtle=Subtlety.CHANNEL,
    noticed=("is told on joining",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def show_nothing(playing: Any) -> None:
    playing.Playing.shown_in = lambda self, room, reader: []
