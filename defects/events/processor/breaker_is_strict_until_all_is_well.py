"""What has opened a breaker is still counted when a try has closed it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.STALE,
    story="A site that can be had again is left alone at its next failure, unless a second page was had meanwhile.",
    subtle=Subtlety.SELDOM,
    noticed=("the breaker of the site",),
)


@defect.applies_to("platforms.common.breaker")
def go_on_counting(breaker: Any) -> None:
    succeeded = breaker.Breaker._succeeded

    def closed_only(self: Any, turn: int) -> None:
        was_open, failures = self._opened_at is not None, self._failures
        succeeded(self, turn)
        if was_open and turn == self._turn:
            self._failures = failures

    breaker.Breaker._succeeded = closed_only
