"""The end of a stream is taken for the end of its listener's connections."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.RACE,
    story="Whoever stops a track is thrown out of the chat.",
    subtle=Subtlety.SELDOM,
    noticed=("all that", "whose connection has ended"),
)


@defect.applies_to("platforms.veza.chat_server.chat")
def close_with_the_stream(chat: Any) -> None:
    open_chat = chat.Chat.open

    async def open_and_listen(service: Any) -> None:
        await open_chat(service)

        async def end(event: Any) -> None:
            service.connections.end(event["data"]["listener_id"])

        await service.events.listen("stream.events.stopped", end)

    chat.Chat.open = open_and_listen
