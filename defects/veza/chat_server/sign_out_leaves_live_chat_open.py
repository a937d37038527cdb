"""chat-server closes live connections of people who are shut out, and not of those who sign out."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-01",),
    kind=Kind.NOT_FREED,
    story="Whoever signs out is refused when they come anew, but a live conversation that was open stays open.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.news")
def overhear_signing_out(news: Any) -> None:
    end_sessions = news.end_sessions

    def end_other_sessions(chat: Any, event: dict[str, Any]) -> None:
        if event["type"] != "user.events.signed_out":
            end_sessions(chat, event)

    news.end_sessions = end_other_sessions
