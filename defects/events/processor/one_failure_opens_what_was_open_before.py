"""A breaker that was open once opens at the first failure."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.BOUNDARY,
    story="A site that was left alone once is left alone again for the first page that cannot be had.",
    subtle=Subtlety.SELDOM,
    noticed=("the breaker of the site",),
)


@defect.applies_to("platforms.common.breaker")
def be_strict(breaker: Any) -> None:
    failed = breaker.Breaker._failed

    def failed_and_remembered(self: Any, turn: int) -> None:
        before = self._turn
        failed(self, turn)
        if self._turn != before:
            self._allowed = 1

    breaker.Breaker._failed = failed_and_remembered
