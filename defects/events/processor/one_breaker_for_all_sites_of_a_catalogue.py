"""A site that fails has all other sites of the catalogue left alone as well."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.DEGRADATION,
    story="Pages of a site that is well wait because another one fails.",
    noticed=(
        "a page of another site",
        "all other breakers",
    ),
)


@defect.applies_to("platforms.events.processor.context")
def have_one(context: Any) -> None:
    one, first = context.Processor.breaker, dict[str, str]()
    context.Processor.breaker = lambda self, catalogue_id, what: one(
        self, catalogue_id, first.setdefault(catalogue_id, what)
    )
