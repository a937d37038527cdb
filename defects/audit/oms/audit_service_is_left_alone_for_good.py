"""The one call that tries audit-service again succeeds, and the breaker stays open."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.DEGRADATION,
    story="When audit-service was away and is back, histories are shown only now and then, until oms is restarted.",
    subtle=Subtlety.RESTART,
    noticed=("the state of the breaker", "the history of"),
)


@defect.applies_to("platforms.common.breaker")
def stay_open(breaker: Any) -> None:
    succeeded = breaker.Breaker._succeeded

    def succeed_and_rest(self: Any, turn: int) -> None:
        tried = self._trying
        succeeded(self, turn)
        if tried:
            self._opened_at = self._clock()

    breaker.Breaker._succeeded = succeed_and_rest
