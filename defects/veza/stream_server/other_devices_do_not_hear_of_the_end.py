"""Other devices of a listener are told of all but the end."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.LOST,
    story="Whoever stops a track on one device sees it play on, on their others.",
    subtle=Subtlety.CHANNEL,
    noticed=("the phone of Lina is told",),
)


@defect.applies_to("platforms.veza.stream_server.sockets")
def keep_the_end(sockets: Any) -> None:
    tell = sockets.Sockets.tell

    def tell_but_the_end(self: Any, stream: Any, but: Any = None) -> None:
        if stream.heard != "PlaybackStopped":
            tell(self, stream, but)

    sockets.Sockets.tell = tell_but_the_end
