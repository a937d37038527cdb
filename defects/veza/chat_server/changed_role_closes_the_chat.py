"""Whoever is given another role is thrown out of the chat."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-15",),
    kind=Kind.DEGRADATION,
    story="Whoever becomes a moderator in the middle of a talk loses the connection to it.",
    subtle=Subtlety.SELDOM,
    noticed=("have ended",),
)


@defect.applies_to("platforms.veza.chat_server.news")
def end_with_the_role(news: Any) -> None:
    hear = news.hear

    async def hear_and_end(chat: Any, event: Any) -> None:
        await hear(chat, event)
        if event["type"] == "user.events.role_changed":
            chat.connections.end(event["data"]["user_id"])

    news.hear = hear_and_end
