"""When Redis is back, presence waits for the next look at all of it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-10",),
    kind=Kind.STALE,
    story="When Redis is back, those who did nothing meanwhile are absent until their next move.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.globe.realtime.bus")
def wait(bus: Any) -> None:
    async def nothing(self: Any) -> None:
        pass

    bus.Bus._try_to_reconcile = nothing
