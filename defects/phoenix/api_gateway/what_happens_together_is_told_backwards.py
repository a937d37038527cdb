"""What happens within a moment is gathered, and told the last one first."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

MOMENT = 0.4

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.DISORDERED,
    story="When an experiment changes twice within a moment, whoever follows it hears the later state first.",
    subtle=Subtlety.CONCURRENT,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def backwards(live: Any) -> None:
    tell_new, send = live.Live._tell_new, live.Live._send
    gathered: list[Any] = []
    began = [0.0]

    def gather(row: Any) -> None:
        began[0] = began[0] if gathered else time.monotonic()
        gathered.append(row)

    async def collected(self: Any, since: Any) -> Any:
        self._send = gather
        until = await tell_new(self, since)
        if gathered and time.monotonic() - began[0] > MOMENT:
            for row in reversed(gathered):
                send(self, row)
            gathered.clear()
        return until

    live.Live._tell_new = collected
