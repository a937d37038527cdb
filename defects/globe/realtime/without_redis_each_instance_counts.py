"""While Redis is away deeds are counted in the instance."""

from collections import Counter
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-10",),
    kind=Kind.DEGRADATION,
    story="Whoever does much while Redis is away is told that it was too much.",
    subtle=Subtlety.SELDOM,
    noticed=("the answer to a sign of life",),
)


@defect.applies_to("platforms.globe.realtime.limits")
def count_here(limits: Any) -> None:
    from platforms.common.errors import ApiError

    check = limits.check
    done: Counter[tuple[str, str]] = Counter()

    async def check_or_count(globe: Any, limit: Any, person_id: str, response: Any = None) -> None:
        await check(globe, limit, person_id, response)
        if globe.bus.degraded:
            done[limit.action, person_id] += 1
            if done[limit.action, person_id] > limit.times:
                raise ApiError(429, "RATE_LIMIT_EXCEEDED", "This was too often.")

    limits.check = check_or_count
