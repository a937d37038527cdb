"""The answer to a new event has no place, and what is read of it later has."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.PARTIAL,
    story="An organiser who tells of an event is shown it without the place that they gave.",
    noticed=("place was sent as", "was sent"),
)


@defect.applies_to("platforms.events.events_api.events")
def answer_too_early(events: Any) -> None:
    make = events.make

    async def make_and_answer_early(*given: Any) -> Any:
        return (await make(*given)).model_copy(update={"place": ""})

    events.make = make_and_answer_early
