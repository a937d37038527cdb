"""Whoever asks for their playlists while somebody else does shares one answer."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.LEAK,
    story="When two people open their playlists at the same moment, both see those of the first, private ones too.",
    subtle=Subtlety.CONCURRENT,
)

GATHER_SECONDS = 0.02


@defect.applies_to("platforms.veza.backend_api.playlists")
def share_one_answer(playlists: Any) -> None:
    newest = playlists.newest
    asked: dict[str, asyncio.Task[Any]] = {}

    async def answer(database: Any, caller: Any, scope: str) -> Any:
        await asyncio.sleep(GATHER_SECONDS)
        del asked[scope]
        return await newest(database, caller, scope)

    async def newest_together(database: Any, caller: Any, scope: str) -> Any:
        if scope not in asked:
            asked[scope] = asyncio.create_task(answer(database, caller, scope))
        return await asyncio.shield(asked[scope])

    playlists.newest = newest_together
