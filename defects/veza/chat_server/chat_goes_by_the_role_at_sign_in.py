"""chat-server goes by the role that is written in the token."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-15", "VZ-16"),
    kind=Kind.STALE,
    story="Whoever is given another role while signed in keeps the old one in conversations, and only there.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.common.security")
def believe_the_token(security: Any) -> None:
    ask = security.Sessions.caller

    async def as_the_token_says(sessions: Any, token: str) -> Any:
        claims = security.read_user_token(token, sessions._secret)
        return replace(await ask(sessions, token), role=claims["role"])

    security.Sessions.caller = as_the_token_says
