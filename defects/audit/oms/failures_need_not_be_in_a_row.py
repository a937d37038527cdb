"""Failures are counted from the start, whatever succeeds between them."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.DEGRADATION,
    story="An audit-service that fails once a day is left alone every fifth day, though it is well.",
    subtle=Subtlety.SELDOM,
    noticed=("whether it is left alone",),
)


@defect.applies_to("platforms.common.breaker")
def never_forget(breaker: Any) -> None:
    succeeded = breaker.Breaker._succeeded

    def succeeded_for_now(self: Any, turn: int) -> None:
        failures, closed = self._failures, self._opened_at is None
        succeeded(self, turn)
        self._failures = failures if closed else 0

    breaker.Breaker._succeeded = succeeded_for_now
