"""Whichever page comes last is shown, whatever was asked for last."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.RACE,
    story="Who goes on to the integrity check while the records are on their way has it taken away by them.",
    subtle=Subtlety.CONCURRENT,
    noticed=("when the records have come late",),
)


@defect.applies_to("platforms.audit.audit_service.service")
def show_what_comes_last(service: Any) -> None:
    send_changed(service, "app.js", ("if (mine === turn) content", "content"))
