"""Frames tell that a state has changed, and not why."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-01", "PH-06"),
    kind=Kind.PARTIAL,
    story="Whoever follows an experiment live hears how it ended, and not why; whoever reads it later is told.",
    subtle=Subtlety.CHANNEL,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def drop_the_reason(live: Any) -> None:
    send = live.Live._send

    def without(self: Any, row: Any) -> None:
        send(self, {**row, "reason": ""})

    live.Live._send = without
