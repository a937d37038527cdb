"""Only sockets that do not follow a stream are told what happens to it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.LOST,
    story="Whoever pauses or stops the music of their laptop on their phone hears it play on: the laptop is not told.",
    subtle=Subtlety.CHANNEL,
    noticed=("what the player of Lina is told",),
)


@defect.applies_to("platforms.veza.stream_server.sockets")
def tell_those_beside(sockets: Any) -> None:
    tell = sockets.Sockets.tell

    def tell_no_player(self: Any, stream: Any, but: Any = None) -> None:
        beside = sockets.Sockets()
        person_id = str(stream.listener_id)
        beside._of[person_id] = {one for one in self._of.get(person_id, ()) if stream.id not in one.followed}
        tell(beside, stream, but)

    sockets.Sockets.tell = tell_no_player
