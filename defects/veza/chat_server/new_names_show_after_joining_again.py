"""That somebody is called otherwise is told to nobody who is there."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-17",),
    kind=Kind.PARTIAL,
    story="Whoever is in a conversation goes on seeing the old name of somebody until they join again.",
    subtle=Subtlety.CHANNEL,
    noticed=("the new names that",),
)


@defect.applies_to("platforms.veza.chat_server.people")
def tell_nobody(people: Any) -> None:
    people.rename = people.learn
