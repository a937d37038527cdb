"""A player whose session has ended is closed without its streams."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-15",),
    kind=Kind.NOT_FREED,
    story="Whoever is shut out while they listen is shown as listening for ever after.",
    subtle=Subtlety.CHANNEL,
    noticed=("goes on playing",),
)


@defect.applies_to("platforms.veza.stream_server.sockets")
def leave_their_streams(sockets: Any) -> None:
    discard = sockets.Sockets.discard

    def discard_without_streams(self: Any, connection: Any) -> None:
        if connection._ending.done() and connection._ending.result() == sockets.SESSION_ENDED:
            connection.followed.clear()
        discard(self, connection)

    sockets.Sockets.discard = discard_without_streams
