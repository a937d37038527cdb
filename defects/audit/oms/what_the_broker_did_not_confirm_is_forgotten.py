"""The outbox is emptied of all that was sent, whether the broker has it or not."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.LOST,
    story="What oms was telling when the broker went away is taken for told, and is never recorded.",
    subtle=Subtlety.SELDOM,
    noticed=("never read",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def take_it_for_told(publishing: Any) -> None:
    send = publishing.Publisher._send

    async def all_of_it(self: Any, events: Any) -> int:
        await send(self, events)
        return len(events)

    publishing.Publisher._send = all_of_it
