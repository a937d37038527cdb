"""Whoever does not answer in time is not counted by the breaker."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.MISSING_CHECK,
    story="A site that hangs is asked again and again, for one page after the other.",
    subtle=Subtlety.CHANNEL,
    noticed=("the breaker of https://",),
)


@defect.applies_to("platforms.common.breaker")
def forgive_waiting(breaker: Any) -> None:
    call = breaker.Breaker.call

    async def forgiving(self: Any, work: Any, failed: Any) -> Any:
        return await call(self, work, lambda error: failed(error) and "Timeout" not in str(error))

    breaker.Breaker.call = forgiving
