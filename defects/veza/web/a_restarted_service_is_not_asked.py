"""A service that was gone for a moment is not asked for eight seconds."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

REST_SECONDS = 8.0
"""Longer than a restart takes, so that some of it is left when the service is back."""

defect = Defect(
    service="web",
    breaks=("VZ-21",),
    kind=Kind.DEGRADATION,
    story=(
        "After backend-api was restarted and is back, nobody can sign in for some seconds more, "
        "because web refuses to ask it."
    ),
    subtle=Subtlety.RESTART,
    noticed=("away for longer",),
)


@defect.applies_to("platforms.common.peers")
def rest_after_a_failure(peers: Any) -> None:
    send = peers.Peer.send
    rests_until: dict[str, float] = {}

    async def send_unless_resting(self: Any, method: str, path: str, **request: Any) -> Any:
        if time.monotonic() < rests_until.get(self.name, 0.0):
            raise peers.NobodyThere(self.name)
        try:
            return await send(self, method, path, **request)
        except peers.NobodyThere:
            rests_until[self.name] = time.monotonic() + REST_SECONDS
            raise

    peers.Peer.send = send_unless_resting
