"""A second live connection, by which its makers watched."""

from typing import Any

from fastapi import WebSocket

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="The chat-server opens a live connection to anybody, at an address that was never promised.",
    noticed=("which nobody promised",),
)


@defect.applies_to("platforms.veza.chat_server.live")
def let_them_watch(live: Any) -> None:
    async def watch(socket: WebSocket) -> None:
        await socket.accept()
        await socket.receive()

    live.router.add_api_websocket_route("/ws/debug", watch)
