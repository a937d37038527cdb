"""Of what has happened together, thirty states are told at most."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.LOST,
    story="When many experiments are created at once, whoever follows them hears of some of them only.",
    subtle=Subtlety.CONCURRENT,
    noticed=("experiments of which",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def thirty_at_most(live: Any) -> None:
    tell_new = live.Live._tell_new

    async def tell_some(self: Any, since: Any) -> Any:
        self.left = 30
        return await tell_new(self, since)

    send = live.Live._send

    def send_some(self: Any, row: Any) -> None:
        self.left -= 1
        if self.left >= 0:
            send(self, row)

    live.Live._tell_new, live.Live._send = tell_some, send_some
