"""What is told at the same moment is told the last one first."""

from typing import Any

from defects import Defect, Kind, Subtlety

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

    async def collected(self: Any, since: Any) -> Any:
        rows: list[Any] = []
        self._send = rows.append
        until = await tell_new(self, since)
        del self._send
        for row in reversed(rows):
            send(self, row)
        return until

    live.Live._tell_new = collected
