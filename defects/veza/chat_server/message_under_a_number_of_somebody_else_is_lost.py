"""Whether a message has come before is decided by its number alone, whoever has given it."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.LOST,
    story="A message is lost, and confirmed as another, if somebody else has used the same number before.",
    subtle=Subtlety.SELDOM,
)

OF_THE_SENDER = "LEFT JOIN messages earlier USING (sender_id, client_message_id)"
OF_ANYBODY = (
    "LEFT JOIN messages earlier ON earlier.client_message_id = draft.client_message_id AND earlier.conversation_id = $1"
)


class Asking:
    """A connection to the database, on which one question is another."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, query: str, *values: object) -> Any:
        return await self._connection.fetch(replaced(query, OF_THE_SENDER, OF_ANYBODY), *values)


@defect.applies_to("platforms.veza.chat_server.storing")
def go_by_the_number(storing: Any) -> None:
    sort_out, named = storing._sort_out, storing.history.named

    async def sort_out_by_number(connection: Any, conversation_id: Any, drafts: Any, stored: Any) -> Any:
        return await sort_out(Asking(connection), conversation_id, drafts, stored)

    async def named_there(connection: Any, ids: Any) -> Any:
        return await named(getattr(connection, "_connection", connection), ids)

    storing._sort_out, storing.history.named = sort_out_by_number, named_there
