"""A period contains the moment at which it ends."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.BOUNDARY,
    story="What happened at the very moment at which a period ends is found in that period and in the next.",
    subtle=Subtlety.BOUNDARY,
    noticed=("found by time",),
)


@defect.applies_to("platforms.audit.audit_service.searching")
def include_the_end(searching: Any) -> None:
    condition = searching.condition

    def wider(query: Any) -> Any:
        where, values = condition(query)
        return where.replace("event_time < ", "event_time <= "), values

    searching.condition = wider
