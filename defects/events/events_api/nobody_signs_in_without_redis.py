"""Whoever signs in while Redis is away is sent away."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.DEGRADATION,
    story="While Redis is away, in which only failed tries are counted, nobody can sign in.",
    subtle=Subtlety.SELDOM,
    noticed=("can sign in and out",),
)


@defect.applies_to("platforms.common.accounts.attempts")
def insist_on_counting(attempts: Any) -> None:
    begin = attempts.Attempt.begin

    async def begin_counted(self: Any) -> None:
        try:
            await self._cache.ping()
        except (attempts.RedisError, OSError):
            raise attempts.ApiError(503, "SERVICE_UNAVAILABLE", "Try again.", {}, {"Retry-After": "1"}) from None
        await begin(self)

    attempts.Attempt.begin = begin_counted
