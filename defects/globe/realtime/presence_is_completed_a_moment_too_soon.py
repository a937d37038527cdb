"""Redis that is back before PostgreSQL is not made complete when that is back too."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-10", "GL-11"),
    kind=Kind.DEGRADATION,
    story="When both stores were away and Redis is back first, nobody is on a map for Redis until its next comparison.",
    subtle=Subtlety.SELDOM,
    noticed=("whom the cache has",),
)


@defect.applies_to("platforms.globe.realtime.bus")
def try_once(bus: Any) -> None:
    try_to_reconcile = bus.Bus._try_to_reconcile

    async def try_and_wait(one: Any) -> None:
        await try_to_reconcile(one)
        if one._compared_at is None:
            one._compared_at = bus.time.monotonic()

    bus.Bus._try_to_reconcile = try_and_wait
