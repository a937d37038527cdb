"""What once failed too often is left alone after its next failure."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.DEGRADATION,
    story="Once audit-service was left alone, a single failure is enough for the next time.",
    subtle=Subtlety.SELDOM,
    noticed=("whether it is left alone at",),
)


@defect.applies_to("platforms.common.breaker")
def forgive_once_only(breaker: Any) -> None:
    succeeded = breaker.Breaker._succeeded

    def keep_counting(self: Any, turn: int) -> None:
        succeeded(self, turn)
        if self._turn:
            self._failures = self._allowed - 1

    breaker.Breaker._succeeded = keep_counting
