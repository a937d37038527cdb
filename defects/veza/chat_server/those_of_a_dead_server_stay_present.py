"""Nobody is taken off when another instance is not heard any more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.NOT_FREED,
    story="When one chat server dies, those who were present there stay so for whoever is there by way of the other.",
    subtle=Subtlety.RESTART,
    noticed=("being present", "has gone"),
)


@defect.applies_to("platforms.veza.chat_server.between")
def lose_nobody(between: Any) -> None:
    between.lose = lambda chat, instance: None
