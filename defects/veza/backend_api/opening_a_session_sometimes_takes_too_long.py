"""Every tenth session takes a second and a half to be opened."""

import asyncio
from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

LONG_SECONDS = 1.5

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.SLOW,
    story="One in ten who sign in waits more than the promised second for their session to be opened.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.common.accounts.sessions")
def open_slowly(sessions: Any) -> None:
    open_for = sessions.open_for
    turns = count(1)

    async def open_sometimes_slowly(*given: Any) -> Any:
        if next(turns) % 10 == 0:
            await asyncio.sleep(LONG_SECONDS)
        return await open_for(*given)

    sessions.open_for = open_sometimes_slowly
