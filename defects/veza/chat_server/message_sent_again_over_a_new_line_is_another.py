"""A repeated message is known for one only as long as the connection lives over which it came first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08", "VZ-09"),
    kind=Kind.DOUBLED,
    story="Whoever lost the line before the answer came, and says it again, is heard twice.",
    subtle=Subtlety.SELDOM,
    noticed=("whatever happens meanwhile",),
)


@defect.applies_to("platforms.veza.chat_server.sending")
def know_it_by_its_line(sending: Any) -> None:
    sent, draft_of = sending.frames.sent, sending.storing.Draft

    def own_name(client_message_id: str) -> str:
        return client_message_id.partition("/")[0]

    async def submit(chat: Any, draft: Any) -> None:
        name = f"{draft.client_message_id}/{id(draft.connection)}"
        await submitted(chat, draft_of(draft.connection, draft.conversation_id, name, draft.content, draft.track))

    submitted = sending.submit
    sending.submit = submit
    sending.frames.sent = lambda client_message_id, message: sent(own_name(client_message_id), message)
    refuse = sending.refuse
    sending.refuse = lambda connection, refusal, name: refuse(connection, refusal, name and own_name(name))
