"""Of an event that cannot be recorded a few words are shown."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-06",),
    kind=Kind.PARTIAL,
    story="An admin sees the beginning of an event that was set aside, too little of it to put it right.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what is shown of an event",),
)


@defect.applies_to("platforms.audit.audit_service.poison")
def show_little(poison: Any) -> None:
    poison.SHOWN = 200
