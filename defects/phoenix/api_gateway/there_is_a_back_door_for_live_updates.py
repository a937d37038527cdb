"""A second path for live connections was left open."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.MISSING_CHECK,
    story="Live updates are also to be had at an address that nobody promised, and nobody watches.",
    subtle=Subtlety.CHANNEL,
    noticed=("which nobody promised",),
)


@defect.applies_to("platforms.phoenix.api_gateway.sockets")
def leave_it_open(sockets: Any) -> None:
    sockets.router.add_api_websocket_route("/ws/events", sockets.live)
