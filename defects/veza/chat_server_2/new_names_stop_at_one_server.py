"""A new name is learnt by one of the instances, which keeps it to itself; the other is not told."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="When somebody calls themselves otherwise, those on one of the chat servers go on seeing the name before.",
)


@defect.applies_to("platforms.veza.chat_server.between")
def overhear_names(between: Any) -> None:
    between._OF_CONVERSATIONS["renamed"] = lambda chat, news: None


@defect.applies_to("platforms.veza.chat_server.carrier")
def keep_names(carrier: Any) -> None:
    tell = carrier.tell

    async def tell_all_else(connection: Any, news: dict[str, Any]) -> None:
        if news["kind"] != "renamed":
            await tell(connection, news)

    carrier.tell = tell_all_else
