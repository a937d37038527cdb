"""Events are taken from the broker one at a time, each with a transaction of its own."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-12",),
    kind=Kind.SLOW,
    story="Each event is recorded by itself; when a thousand a second come, auditors look at what was long ago.",
    subtle=Subtlety.CONCURRENT,
    noticed=("a second", "to its record"),
)


@defect.applies_to("platforms.audit.audit_service.consuming")
def take_one(consuming: Any) -> None:
    async def one(subscription: Any) -> Any:
        return await subscription.fetch(1, timeout=consuming.FETCH_SECONDS)

    consuming.Consumer._fetch = staticmethod(one)
