"""Who somebody is, is asked once a minute for each session."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15", "VZ-16"),
    kind=Kind.STALE,
    story="Whoever has just been at the backend keeps the role they had there for another minute, when it is changed.",
    subtle=Subtlety.ROLE,
    noticed=("who has just become", "for who is"),
)


@defect.applies_to("platforms.common.security")
def ask_once_a_minute(security: Any) -> None:
    ask = security.Sessions.caller
    known: dict[str, tuple[float, Any]] = {}

    async def caller(sessions: Any, token: str) -> Any:
        found = await ask(sessions, token)
        since, before = known.get(found.session_id, (0.0, found))
        if time.monotonic() - since < 60:
            return before
        known[found.session_id] = (time.monotonic(), found)
        return found

    security.Sessions.caller = caller
