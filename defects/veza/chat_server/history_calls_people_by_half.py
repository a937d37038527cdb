"""The history has the first word of the name of whoever said something."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-18",),
    kind=Kind.PARTIAL,
    story="Messages in the history are under half of the name that whoever said them has everywhere else.",
    subtle=Subtlety.CHANNEL,
    noticed=("the name of",),
)


@defect.applies_to("platforms.veza.chat_server.history")
def call_by_half(history: Any) -> None:
    before = history.before

    async def before_by_half(*args: Any, **options: Any) -> Any:
        found = await before(*args, **options)
        for message in found.messages:
            message.sender = message.sender.model_copy(update={"name": message.sender.name.partition(" ")[0]})
        return found

    history.before = before_by_half
