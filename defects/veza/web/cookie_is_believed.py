"""What a browser keeps is taken for what it was given."""

from contextlib import suppress
from typing import Any

import jwt
from fastapi import Request

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="A token that somebody has altered or that has expired opens the web when it comes in the cookie.",
    subtle=Subtlety.CHANNEL,
    noticed=("in the cookie",),
)


@defect.applies_to("platforms.veza.web.context")
def sign_what_comes(context: Any) -> None:
    kind = type(context.COOKIE_SCHEME)
    told = kind.__call__

    async def token_of(scheme: Any, request: Request) -> Any:
        token = await told(scheme, request)
        with suppress(jwt.InvalidTokenError, TypeError, ValueError):
            claims = jwt.decode(token, options={"verify_signature": False, "verify_exp": False})
            secret = request.app.state.service.settings.jwt_secret
            return jwt.encode({**claims, "exp": 2**32}, secret, algorithm="HS256")
        return token

    kind.__call__ = token_of
