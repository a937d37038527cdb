"""A site is left alone for everybody."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.LEAK,
    story="Pages of one organiser are held up by those of another that failed.",
    noticed=(
        "in another catalogue",
        "the breaker of",
    ),
)


@defect.applies_to("platforms.events.processor.context")
def share(context: Any) -> None:
    one = context.Processor.breaker
    context.Processor.breaker = lambda self, catalogue_id, what: one(self, "", what)
