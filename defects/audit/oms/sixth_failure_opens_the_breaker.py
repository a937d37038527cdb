"""The breaker counts one failure too many."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.BOUNDARY,
    story="audit-service is left alone after six failures in a row, not after five.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the code after 5 failures",),
)


@defect.applies_to("platforms.common.breaker")
def allow_one_more(breaker: Any) -> None:
    init = breaker.Breaker.__init__

    def later(self: Any, failures: int, *given: Any) -> None:
        init(self, failures + 1, *given)

    breaker.Breaker.__init__ = later
