"""An instance takes no notice of what is removed by way of another."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-14",),
    kind=Kind.PARTIAL,
    story="Whoever is on the second chat server goes on seeing what a moderator has removed by way of the first.",
)


@defect.applies_to("platforms.veza.chat_server.between")
def overhear_removals(between: Any) -> None:
    between._OF_CONVERSATIONS["removed"] = lambda chat, news: None
