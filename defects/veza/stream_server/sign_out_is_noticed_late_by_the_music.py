"""stream-server asks only every half minute whether somebody is still signed in."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

REMEMBERED_SECONDS = 30

defect = Defect(
    service="stream-server",
    breaks=("VZ-01",),
    kind=Kind.STALE,
    story="After signing out, music can still be started for half a minute, while everything else is closed.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.common.security")
def remember_callers(security: Any) -> None:
    ask = security.Sessions.caller
    known: dict[str, tuple[float, Any]] = {}

    async def remembered(sessions: Any, token: str) -> Any:
        asked_at, caller = known.get(token, (0.0, None))
        if caller is None or time.monotonic() - asked_at > REMEMBERED_SECONDS:
            caller = await ask(sessions, token)
            known[token] = time.monotonic(), caller
        return caller

    security.Sessions.caller = remembered
