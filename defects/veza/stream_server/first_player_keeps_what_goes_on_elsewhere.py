"""A stream stays bound to the player that played it first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.STALE,
    story="Music that goes on on the phone is taken for stopped when the laptop goes.",
    subtle=Subtlety.CHANNEL,
    noticed=("is told otherwise", "nothing new"),
)


@defect.applies_to("platforms.veza.stream_server.sockets")
def take_nothing_over(sockets: Any) -> None:
    follow = sockets.Sockets.follow

    def follow_the_first(self: Any, connection: Any, stream: Any, *, take_over: bool) -> None:
        follow(self, connection, stream, take_over=False)

    sockets.Sockets.follow = follow_the_first
