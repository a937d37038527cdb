"""The site is left alone after the sixth failure."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.BOUNDARY,
    story="A site that fails is asked once more before it is left alone.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "the breaker of",
        "how often the failing site",
    ),
)


@defect.applies_to("platforms.events.processor.context")
def six(context: Any) -> None:
    breaker = context.Breaker
    context.Breaker = lambda failures, seconds: breaker(failures + 1, seconds)
