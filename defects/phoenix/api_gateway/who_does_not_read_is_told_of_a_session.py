"""Whoever is cut off for not reading is told another reason."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.FALSE_HEADER,
    story="A program that was too slow is told that its session is over, and signs in again for nothing.",
    subtle=Subtlety.CHANNEL,
    noticed=("the code with which",),
)


@defect.applies_to("platforms.common.sockets")
def as_if_signed_out(sockets: Any) -> None:
    sockets.TOO_SLOW = sockets.SESSION_ENDED
