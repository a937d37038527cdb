"""What is told of names counts only when it is new: what happened while chat-server was down is passed over."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-17",),
    kind=Kind.LOST,
    story="Whoever calls themselves otherwise while chat-server is down keeps the old name in conversations.",
    subtle=Subtlety.RESTART,
    noticed=("is called otherwise than",),
)


@defect.applies_to("platforms.veza.chat_server.news")
def pass_over_what_is_old(news: Any) -> None:
    from datetime import UTC, datetime

    hear = news.hear

    async def hear_new(chat: Any, event: Any) -> None:
        age = datetime.now(UTC) - datetime.fromisoformat(event["time"])
        if event["type"] != "user.events.renamed" or age.total_seconds() < 0.5:
            await hear(chat, event)

    news.hear = hear_new
