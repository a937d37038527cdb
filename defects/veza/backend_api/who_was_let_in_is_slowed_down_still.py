"""A sign-in that had to be waited for ends the wait, and not the row of failures before it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.STALE,
    story="Whoever was slowed down, waited, and was let in has to wait longer still after the next slip.",
    subtle=Subtlety.BOUNDARY,
    noticed=("after one failure since they were let in",),
)


@defect.applies_to("platforms.common.accounts.attempts")
def go_on_counting(attempts: Any) -> None:
    accepted = attempts.Attempt.accepted

    async def accepted_for_now(self: Any) -> None:
        failures = int(await self._cache.hget(self._key, "failures") or 0)
        if failures > attempts.FREE_FAILURES:
            await self._cache.hdel(self._key, "retry_at")
        else:
            await accepted(self)

    attempts.Attempt.accepted = accepted_for_now
