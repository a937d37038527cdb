"""Fifty-one events are taken at once."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-07",),
    kind=Kind.BOUNDARY,
    story="A program that tells of one event more than is allowed is not told so.",
    subtle=Subtlety.BOUNDARY,
    noticed=("expected a refusal",),
)


@defect.applies_to("platforms.events.events_api.keeping")
def take_more(keeping: Any) -> None:
    from annotated_types import MaxLen

    field = keeping.Batch.model_fields["events"]
    field.metadata = [MaxLen(51) if isinstance(one, MaxLen) else one for one in field.metadata]
    keeping.Batch.model_rebuild(force=True)
