"""Who is present is kept for two minutes after the last who came or went, and no longer."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.STALE,
    story="In a conversation where nobody comes or goes for two minutes, it is forgotten who is present.",
    subtle=Subtlety.SELDOM,
    noticed=("for which it is kept who is present",),
)


@defect.applies_to("platforms.veza.chat_server.presence")
def renew_hardly_ever(presence: Any) -> None:
    presence.RENEW_SECONDS = 3600
