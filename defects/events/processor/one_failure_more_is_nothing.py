"""A breaker that lets one through closes, whatever comes of it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.DEGRADATION,
    story="A site that was left alone and still fails is asked by everybody who waits.",
    subtle=Subtlety.SELDOM,
    noticed=("left alone again", "after that"),
)


@defect.applies_to("platforms.common.breaker")
def close_anyway(breaker: Any) -> None:
    call = breaker.Breaker.call

    async def call_and_close(self: Any, work: Any, failed: Any) -> Any:
        half_open = self.state == breaker.State.HALF_OPEN
        try:
            return await call(self, work, failed)
        finally:
            if half_open and not self._trying:
                self._failures, self._opened_at = 0, None

    breaker.Breaker.call = call_and_close
