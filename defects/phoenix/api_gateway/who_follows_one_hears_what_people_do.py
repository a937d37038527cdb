"""What follows from work is told to those who follow all experiments."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.LOST,
    story="Whoever follows a single experiment hears that it was started or cancelled, and never that it runs.",
    subtle=Subtlety.CHANNEL,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def tell_deeds(live: Any) -> None:
    send = live.Live._send

    def send_some(self: Any, row: Any) -> None:
        everybody = self._subscribers
        if row["next"] in ("running", "analyzing", "completed", "failed"):
            self._subscribers = {one for one in everybody if live.EXPERIMENTS in one.topics}
        try:
            send(self, row)
        finally:
            self._subscribers = everybody

    live.Live._send = send_some
