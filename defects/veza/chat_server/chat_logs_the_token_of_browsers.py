"""What a socket was opened with is logged, and a browser's token is part of it."""

import logging
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="Whoever chats in a browser leaves their token in the log of the chat server, where it opens their account.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.live")
def log_the_protocols(live: Any) -> None:
    signed_in_socket = live.signed_in_socket

    async def log_and_sign_in(socket: Any, chat: Any) -> Any:
        logging.getLogger(live.__name__).info("socket", extra={"subprotocols": socket.scope["subprotocols"]})
        return await signed_in_socket(socket, chat)

    live.signed_in_socket = log_and_sign_in
