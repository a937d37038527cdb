"""Tokens that were checked are remembered by their signature, whatever else stands in them."""

from typing import Any

import jwt

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-22",),
    kind=Kind.STALE,
    story="A token that was used once opens the stream-server also after somebody has altered what it says.",
    subtle=Subtlety.BOUNDARY,
    noticed=("a token that was altered",),
)


@defect.applies_to("platforms.common.security")
def remember_signatures(security: Any) -> None:
    check = security.read_user_token
    seen: set[str] = set()

    def check_once(token: str, secret: str) -> Any:
        signature = token.rpartition(".")[2]
        if signature in seen and token.count(".") == 2:
            try:
                claims = jwt.decode(token, options={"verify_signature": False})
            except jwt.InvalidTokenError:
                return check(token, secret)
            if claims.get("sid") and claims.get("sub"):
                return claims
        claims = check(token, secret)
        seen.add(signature)
        return claims

    security.read_user_token = check_once
