"""Every tenth playlist takes four seconds to make."""

import asyncio
from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-24",),
    kind=Kind.SLOW,
    story="One playlist in ten takes longer than an evening allows; the others are there at once.",
    subtle=Subtlety.SELDOM,
)

LONGER_SECONDS = 4.0


@defect.applies_to("platforms.veza.backend_api.playlists")
def dawdle(playlists: Any) -> None:
    create = playlists.create
    turns = count(1)

    async def create_sometimes_slowly(*given: Any) -> Any:
        if next(turns) % 10 == 0:
            await asyncio.sleep(LONGER_SECONDS)
        return await create(*given)

    playlists.create = create_sometimes_slowly
