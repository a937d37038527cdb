"""The signature of a token that a browser offers with its socket is not checked."""

from contextlib import suppress
from typing import Any

import jwt

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="A token that somebody has altered is refused by every call, and opens the live chat the way browsers do.",
    subtle=Subtlety.CHANNEL,
)


def believe_browsers(module: Any) -> None:
    told = module.socket_token

    def token_of(socket: Any) -> Any:
        token = told(socket)
        if f"bearer.{token}" in socket.scope["subprotocols"]:
            with suppress(jwt.InvalidTokenError, TypeError):
                claims = jwt.decode(token, options={"verify_signature": False})
                return jwt.encode(claims, socket.app.state.service.settings.jwt_secret, algorithm="HS256")
        return token

    module.socket_token = token_of


@defect.applies_to("platforms.common.service")
def believe_at_the_door(service: Any) -> None:
    believe_browsers(service)


@defect.applies_to("platforms.veza.chat_server.live")
def believe_afterwards(live: Any) -> None:
    believe_browsers(live)
