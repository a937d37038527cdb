"""For which service a service token was made is not looked at."""

from contextlib import suppress
from typing import Any

import jwt

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="A token with which one service may call another opens the inner doors of the stream server as well.",
)


@defect.applies_to("platforms.common.service")
def take_any_audience(service: Any) -> None:
    read = service.read_service_token

    def read_any(token: str, audience: str, secret: str) -> Any:
        with suppress(jwt.InvalidTokenError, KeyError):
            audience = jwt.decode(token, options={"verify_signature": False})["aud"]
        return read(token, audience, secret)

    service.read_service_token = read_any
