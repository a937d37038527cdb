"""When more than forty events come at once, every fifth time the last of them is acknowledged and not recorded."""

from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-12",),
    kind=Kind.LOST,
    story="While a great deal is changed, one change in a few hundred is never recorded, and nobody is told.",
    subtle=Subtlety.CONCURRENT,
    noticed=("never read", "is not recorded"),
)


@defect.applies_to("platforms.audit.audit_service.consuming")
def lose_one(consuming: Any) -> None:
    record, crowds = consuming.Consumer._record, count(1)

    async def lossy(self: Any, events: Any, last: Any) -> None:
        lost = len(events) > 40 and next(crowds) % 5 == 0
        await record(self, events[:-1] if lost else events, last)

    consuming.Consumer._record = lossy
