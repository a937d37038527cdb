"""A token that says of itself that it is not signed is not checked for a signature."""

from contextlib import suppress
from typing import Any

import jwt

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="Whoever knows the number of somebody's session can write a token without signature and listen as them.",
)


@defect.applies_to("platforms.common.security")
def believe_the_unsigned(security: Any) -> None:
    read = security.read_user_token

    def read_unsigned(token: str, secret: str) -> Any:
        with suppress(jwt.InvalidTokenError, TypeError):
            if jwt.get_unverified_header(token).get("alg") == "none":
                claims = jwt.decode(token, options={"verify_signature": False})
                token = jwt.encode(claims, secret, algorithm="HS256")
        return read(token, secret)

    security.read_user_token = read_unsigned
