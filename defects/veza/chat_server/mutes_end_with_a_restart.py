"""When chat-server starts it knows of no mutes."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.LOST_UPDATE,
    story="Whoever was muted for a day writes again as soon as chat-server was restarted.",
    subtle=Subtlety.RESTART,
    noticed=("who is muted",),
)


@defect.applies_to("platforms.veza.chat_server.news")
def begin_without_mutes(news: Any) -> None:
    follow = news.follow

    async def forget_and_follow(chat: Any) -> None:
        await chat.database.execute("DELETE FROM mutes")
        await follow(chat)

    news.follow = forget_and_follow
