"""Messages are told to those who are connected to the same instance, as when there was but one."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-08",),
    kind=Kind.LOST,
    story="What is said by way of the second chat server is not seen by those on the first before they join again.",
    noticed=("did not see", "never saw", "sees", "saw"),
)


@defect.applies_to("platforms.veza.chat_server.carrier")
def keep_messages(carrier: Any) -> None:
    tell = carrier.tell

    async def tell_all_else(connection: Any, news: dict[str, Any]) -> None:
        if news["kind"] != "said":
            await tell(connection, news)

    carrier.tell = tell_all_else
