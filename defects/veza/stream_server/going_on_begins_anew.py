"""Whoever goes on after a pause, without saying where, is at the beginning again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.WRONG_DEFAULT,
    story="When a device goes on with what is paused and does not say where, Veza has it at its beginning again.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the answer to Play", "is stored of the stream", "is told"),
)


@defect.applies_to("platforms.veza.stream_server.listening")
def begin_anew(listening: Any) -> None:
    advance = listening._advance

    async def from_the_beginning(change: Any, row: Any, action: Any, position: Any, by_socket: bool) -> Any:
        return await advance(change, row, action, 0.0 if action == "Play" and position is None else position, by_socket)

    listening._advance = from_the_beginning
