"""What Redis could not forget while it was away is not noted."""

from contextlib import suppress
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-10",),
    kind=Kind.STALE,
    story="Somebody whose role was taken from them while Redis was away has it again as soon as that is back.",
    subtle=Subtlety.SELDOM,
    noticed=("who may not read records any more",),
)


@defect.applies_to("platforms.common.accounts.sessions")
def note_nothing(sessions: Any) -> None:
    async def forget_now_or_never(_: Any, cache: Any, session_ids: Any) -> None:
        keys = [sessions.session_key(str(one)) for one in session_ids]
        if keys:
            with suppress(sessions.RedisError, OSError):
                await cache.delete(*keys)

    sessions._forget = forget_now_or_never
