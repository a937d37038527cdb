"""Whoever does not keep up is given the newest frames in place of older ones."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-09",),
    kind=Kind.NOT_FREED,
    story="Whose device hangs stays present for everybody, and never learns that they have missed something.",
    noticed=("hears of Arno being present",),
)


@defect.applies_to("platforms.common.sockets")
def drop_the_oldest(sockets: Any) -> None:
    send = sockets.Connection.send

    def send_the_newest(self: Any, frame: str) -> None:
        if self._frames.full():
            self._frames.get_nowait()
        send(self, frame)

    sockets.Connection.send = send_the_newest
