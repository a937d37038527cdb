"""An event that cannot be recorded is set aside after two tries."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-06",),
    kind=Kind.BOUNDARY,
    story="An event that could be recorded at the third try is set aside after the second.",
    subtle=Subtlety.BOUNDARY,
    noticed=("tries before",),
)


@defect.applies_to("platforms.audit.audit_service.poison")
def give_up_early(poison: Any) -> None:
    poison.MAX_TRIES = 2
