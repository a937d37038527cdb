"""Present is who is connected to the same instance."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-07", "VZ-10"),
    kind=Kind.PARTIAL,
    story="On the second chat server nobody sees who comes and goes by way of the first.",
)


@defect.applies_to("platforms.veza.chat_server.between")
def overlook_the_others(between: Any) -> None:
    between._OF_PRESENCE["here"] = between._OF_PRESENCE["all"] = lambda chat, instance, news: None
