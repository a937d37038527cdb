"""Frames are gathered for a tenth of a second before they are sent."""

import asyncio
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.SLOW,
    story="Every message reaches the others a tenth of a second after it was sent, twice as late as promised.",
)

GATHER_SECONDS = 0.1


@defect.applies_to("platforms.veza.chat_server.connections")
def gather(connections: Any) -> None:
    send = connections.Connection.send

    def send_later(self: Any, frame: str) -> None:
        asyncio.get_running_loop().call_later(GATHER_SECONDS, send, self, frame)

    connections.Connection.send = send_later
