"""Live connections live as long as their token."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06", "PH-07"),
    kind=Kind.STALE,
    story="Whoever has signed out, or is shut out, goes on hearing of all experiments of the company.",
    subtle=Subtlety.CHANNEL,
    noticed=("told on each of their live connections", "how the connection to"),
)


@defect.applies_to("platforms.phoenix.api_gateway.sockets")
def never_again(sockets: Any) -> None:
    async def recheck(service: Any) -> None:
        return None

    sockets.recheck = recheck
