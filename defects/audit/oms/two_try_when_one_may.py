"""Whoever comes second when the breaker may try is let through as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.RACE,
    story="An audit-service that comes to itself is tried by two at once, and not by one.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how often audit-service was tried",),
)


@defect.applies_to("platforms.common.breaker")
def let_the_second_try(breaker: Any) -> None:
    call, let = breaker.Breaker.call, set[int]()

    async def twice(self: Any, work: Any, failed: Any) -> Any:
        if self._trying and self._turn not in let:
            let.add(self._turn)
            return await work()
        return await call(self, work, failed)

    breaker.Breaker.call = twice
