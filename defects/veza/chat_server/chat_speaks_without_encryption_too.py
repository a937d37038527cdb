"""Whoever begins in plain text is answered in plain text, on the same port."""

import asyncio
from asyncio.sslproto import SSLProtocol
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-22",),
    kind=Kind.WRONG_DEFAULT,
    story="The chat can be used without encryption, so that tokens and messages can be read on the way.",
)

TLS_HANDSHAKE = 22


class Either(asyncio.Protocol):
    """Speaks TLS with whoever begins with it, and plain text with everybody else."""

    def __init__(self, inner: Any, context: Any) -> None:
        self._inner, self._context = inner, context
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        encrypted = data[0] == TLS_HANDSHAKE
        protocol = self._inner
        if encrypted:
            loop = asyncio.get_running_loop()
            protocol = SSLProtocol(loop, self._inner, self._context, loop.create_future(), server_side=True)
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        if encrypted:
            protocol.get_buffer(len(data))[: len(data)] = data
            protocol.buffer_updated(len(data))
        else:
            protocol.data_received(data)


@defect.applies_to("platforms.common.serving")
def take_either(serving: Any) -> None:
    startup = serving.PromptServer.startup

    async def startup_with_either(self: Any, sockets: Any = None) -> None:
        make, context = self.config.http_protocol_class, self.config.ssl
        self.config.http_protocol_class = lambda **given: Either(make(**given), context)
        self.config.ssl = None
        await startup(self, sockets)

    serving.PromptServer.startup = startup_with_either
