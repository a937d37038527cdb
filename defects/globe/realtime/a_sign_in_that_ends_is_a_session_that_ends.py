"""Connections whose sign-in has ended are closed as if the session on the map were over."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.PARTIAL,
    story="Whoever is signed out is told that they have left the map, and comes back without being asked to sign in.",
    noticed=("the code with which",),
)


@defect.applies_to("platforms.common.sockets")
def close_with_another_code(sockets: Any) -> None:
    sockets.SESSION_ENDED = 4410
