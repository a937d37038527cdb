"""What finds no room in somebody's queue is thrown away."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.PARTIAL,
    story="Whoever reads too slowly is not cut off, and goes on without some of the states.",
    noticed=("how many Phoenix says that it has cut off", "is cut off in that tab"),
)


@defect.applies_to("platforms.common.sockets")
def throw_away(sockets: Any) -> None:
    send = sockets.Connection.send

    def send_if_there_is_room(self: Any, frame: str) -> None:
        if not self._frames.full():
            send(self, frame)

    sockets.Connection.send = send_if_there_is_room
