"""The clock of chat-server is two seconds behind, so that a new token comes from the future."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

BEHIND_SECONDS = 2

defect = Defect(
    service="chat-server",
    breaks=("VZ-01",),
    kind=Kind.BOUNDARY,
    story="Whoever has only just signed in is refused by the conversations for a second or two.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.common.security")
def read_by_another_clock(security: Any) -> None:
    read = security.read_user_token

    def read_late(token: str, secret: str) -> dict[str, Any]:
        claims: dict[str, Any] = read(token, secret)
        if claims["iat"] > time.time() - BEHIND_SECONDS:
            raise security.ApiError(401, "AUTH_TOKEN_INVALID", "This token is not valid. Sign in again.")
        return claims

    security.read_user_token = read_late
