"""When the cache takes its time during a sign-in, the sign-in is begun twice, and opens two sessions."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

LONG_SECONDS = 0.15

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.DEGRADATION,
    story="Whoever signs in while the line to the cache stalls has a session more than they know of.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def begin_again(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def impatiently(service: Any, email: str, password: str, address: str, *more: Any) -> Any:
        began = time.monotonic()
        opened = await sign_in(service, email, password, address, *more)
        if time.monotonic() - began > LONG_SECONDS:
            return await sign_in(service, email, password, address)
        return opened

    signing_in.sign_in = impatiently
