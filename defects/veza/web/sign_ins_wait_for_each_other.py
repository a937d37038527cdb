"""Sign-ins are handed on one after another, each with a pause."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-20",),
    kind=Kind.SLOW,
    story="One person signs in quickly; of four who sign in at the same moment, the last one waits for all others.",
    subtle=Subtlety.CONCURRENT,
)

PAUSE_SECONDS = 0.4


@defect.applies_to("platforms.common.peers")
def hand_on_in_turn(peers: Any) -> None:
    data = peers.Peer.data
    turn = asyncio.Lock()

    async def data_in_turn(self: Any, method: str, path: str, **given: Any) -> Any:
        if (method, path) != ("POST", "/internal/sessions"):
            return await data(self, method, path, **given)
        async with turn:
            await asyncio.sleep(PAUSE_SECONDS)
            return await data(self, method, path, **given)

    peers.Peer.data = data_in_turn
