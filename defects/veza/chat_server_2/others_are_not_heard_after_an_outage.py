"""A chat-server listens to the other once: its line to PostgreSQL is not made again when it has broken."""

from __future__ import annotations

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-08", "VZ-09"),
    kind=Kind.LOST,
    story="Once PostgreSQL was away for a moment, those on the second chat server hear nothing of those on the first.",
    subtle=Subtlety.RESTART,
    noticed=("did not see", "never saw", "sees", "saw", "lost", "did not receive"),
)


@defect.applies_to("platforms.veza.chat_server.carrier")
def listen_once(carrier: Any) -> None:
    listened: list[bool] = []
    listen = carrier.Carrier._listen

    async def once(self: Any, connection: Any) -> None:
        if listened:
            await asyncio.Event().wait()
        listened.append(True)
        await listen(self, connection)

    carrier.Carrier._listen = once
    carrier.Carrier.check = lambda _: None
