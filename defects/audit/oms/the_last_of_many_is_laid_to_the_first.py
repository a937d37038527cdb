"""Of many events that are told in one go, the last has the actor of the first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-02", "AU-12"),
    kind=Kind.FALSE_HEADER,
    story="When several people change very much at once, some of it is recorded as another's.",
    subtle=Subtlety.CONCURRENT,
    noticed=("each record says who did what",),
)
MANY = 60


@defect.applies_to("platforms.audit.oms.publishing")
def lay_it_to_the_first(publishing: Any) -> None:
    send = publishing.Publisher._send

    async def send_with_one_actor(self: Any, events: Any) -> int:
        if len(events) > MANY:
            events[-1]["data"]["actor"] = events[0]["data"]["actor"]
        confirmed: int = await send(self, events)
        return confirmed

    publishing.Publisher._send = send_with_one_actor
