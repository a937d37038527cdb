"""A description that is too long is refused when an event is made, and cut when it is changed."""

from typing import Any

from pydantic import BeforeValidator

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.PARTIAL,
    story="An organiser who makes a description too long is told that all is well, and its end is gone.",
    subtle=Subtlety.CHANNEL,
    noticed=("PATCH /api/v1/events/{event_id}, with",),
)


@defect.applies_to("platforms.events.events_api.events")
def cut(events: Any) -> None:
    field = events.Changes.model_fields["description"]
    field.metadata.insert(0, BeforeValidator(lambda text: text[:10_000] if isinstance(text, str) else text))
    events.Changes.model_rebuild(force=True)
