"""Presence is made complete when Redis is there for the first time."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-10",),
    kind=Kind.DEGRADATION,
    story="When Redis was away a second time, nobody is present until they do something.",
    subtle=Subtlety.SELDOM,
    noticed=("whom the cache has",),
)


@defect.applies_to("platforms.globe.realtime.bus")
def complete_once(bus: Any) -> None:
    reconcile = bus.Bus.reconcile

    async def reconcile_seldom(self: Any) -> None:
        self.times = getattr(self, "times", 0) + 1
        if self.times <= 2:
            await reconcile(self)

    async def compare_never(self: Any, seconds: float) -> None:
        pass

    bus.Bus.reconcile, bus.Bus.keep_reconciled = reconcile_seldom, compare_never
