"""For a tenth of a second after an admin's call, backend-api takes every caller for an admin."""

import time
from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

LENT_SECONDS = 0.1

defect = Defect(
    service="backend-api",
    breaks=("VZ-16",),
    kind=Kind.RACE,
    story="Whoever asks for something at the very moment when an admin does is given what only an admin may have.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.common.security")
def lend_the_role(security: Any) -> None:
    ask = security.Sessions.caller
    lent_until = 0.0

    async def as_the_last_admin(sessions: Any, token: str) -> Any:
        nonlocal lent_until
        caller = await ask(sessions, token)
        if caller.role == "admin":
            lent_until = time.monotonic() + LENT_SECONDS
        return replace(caller, role="admin") if time.monotonic() < lent_until else caller

    security.Sessions.caller = as_the_last_admin
